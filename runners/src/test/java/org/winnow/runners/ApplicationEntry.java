package org.winnow.runners;

import java.io.File;
import java.util.Arrays;
import org.apache.flink.client.deployment.application.ApplicationClusterEntryPoint;
import org.apache.flink.client.program.DefaultPackagedProgramRetriever;
import org.apache.flink.client.program.PackagedProgram;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.runtime.entrypoint.ClusterEntrypoint;
import org.apache.flink.runtime.resourcemanager.StandaloneResourceManagerFactory;

/**
 * A JobManager which runs a program from a jar, as those of Flink's distribution do that start in
 * application mode.
 */
@SuppressWarnings("try") // closed by Flink
final class ApplicationEntry extends ApplicationClusterEntryPoint {
  private ApplicationEntry(Configuration configuration, PackagedProgram program) {
    super(configuration, program, StandaloneResourceManagerFactory.getInstance());
  }

  /** Starts with the folder of the configuration, the jar and the program's arguments. */
  public static void main(String[] arguments) throws Exception {
    Configuration configuration = GlobalConfiguration.loadConfiguration(arguments[0]);
    PackagedProgram program =
        DefaultPackagedProgramRetriever.create(
                null,
                new File(arguments[1]),
                null,
                Arrays.copyOfRange(arguments, 2, arguments.length),
                configuration)
            .getPackagedProgram();
    configureExecution(configuration, program);
    ClusterEntrypoint.runClusterEntrypoint(new ApplicationEntry(configuration, program));
  }
}
