package org.winnow.synth.optmath.problems;

import java.util.List;

/** The catalogue of problem classes. A new class is a file of its own and a line here. */
public final class ProblemClasses {
  /** All classes, by group. */
  public static final List<ProblemClass> ALL =
      List.of(
          Assignment.TYPE,
          GeneralizedAssignment.TYPE,
          ContractAllocation.TYPE,
          CarSelection.TYPE,
          Knapsack.TYPE,
          SetCover.TYPE,
          MultiSetCover.TYPE,
          MarketShare.TYPE,
          BinPacking.TYPE,
          CuttingStock.TYPE,
          Blending.TYPE,
          Diet.TYPE,
          FarmPlanning.TYPE,
          UnitCommitment.TYPE,
          FacilityLocation.TYPE,
          PMedian.TYPE,
          TowerCoverage.TYPE,
          MaximumDispersion.TYPE,
          Portfolio.TYPE,
          CapitalBudgeting.TYPE,
          RevenueManagement.TYPE,
          ProductMix.TYPE,
          MinimumCostFlow.TYPE,
          ShortestPath.TYPE,
          MaximumFlow.TYPE,
          NetworkDesign.TYPE,
          MulticommodityFlow.TYPE,
          LotSizing.TYPE,
          MultiItemLotSizing.TYPE,
          JobShop.TYPE,
          ParallelMachines.TYPE,
          MultiPeriodProduction.TYPE,
          Transportation.TYPE,
          TravellingSalesman.TYPE,
          VehicleRouting.TYPE,
          AircraftAssignment.TYPE);

  private ProblemClasses() {}
}
