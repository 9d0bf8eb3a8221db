# The published procedure, one sample at a time: weights require gradients, attention is written
# out, gradient matrices are formed and decomposed whole.
class Naive(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool
  heads : int
  key_value_heads : int
  head_dim : int
  rms_eps : float

  def project(self, x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
    y = torch.matmul(x, torch.t(weight))
    if torch.numel(bias) > 0:
      y = y + bias
    return y

  def norm(self, x: Tensor, gain: Tensor) -> Tensor:
    return x / torch.sqrt(torch.mean(x * x, [-1], True) + self.rms_eps) * gain

  def turn(self, x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
    left, right = torch.chunk(x, 2, -1)
    return x * cos + torch.cat([torch.neg(right), left], -1) * sin

  # [T, heads * D] -> [heads, T, D]
  def split(self, x: Tensor, heads: int) -> Tensor:
    return torch.transpose(torch.reshape(x, [x.size(0), heads, self.head_dim]), 0, 1)

  def attention(self, q: Tensor, k: Tensor, v: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
    times = torch.floordiv(self.heads, self.key_value_heads)
    qh = self.turn(self.split(q, self.heads), cos, sin)
    kh = torch.repeat_interleave(self.turn(self.split(k, self.key_value_heads), cos, sin), times, 0)
    vh = torch.repeat_interleave(self.split(v, self.key_value_heads), times, 0)
    scores = torch.matmul(qh, torch.transpose(kh, 1, 2)) * self.head_dim ** -0.5
    future = torch.triu(torch.ones_like(torch.select(scores, 0, 0)), 1)
    mixed = torch.matmul(torch.softmax(scores - future * 1.0e9, -1), vh)
    return torch.reshape(torch.transpose(mixed, 0, 1), [q.size(0), -1])

  # Mean cross-entropy of the tokens gold behind the positions rows. w: 16 tensors a layer.
  def loss(self, ids: Tensor, rows: Tensor, gold: Tensor, rope: List[Tensor], ends: List[Tensor], weights: List[Tensor]) -> Tensor:
    x = torch.index_select(ends[0], 0, ids)
    for layer in range(torch.floordiv(len(weights), 16)):
      at = layer * 16
      h = self.norm(x, weights[at])
      q = self.project(h, weights[at + 1], weights[at + 9])
      k = self.project(h, weights[at + 2], weights[at + 10])
      v = self.project(h, weights[at + 3], weights[at + 11])
      a = self.attention(q, k, v, rope[0], rope[1])
      x = x + self.project(a, weights[at + 4], weights[at + 12])
      m = self.norm(x, weights[at + 5])
      gate = self.project(m, weights[at + 6], weights[at + 13])
      gate = gate * torch.sigmoid(gate)
      x = x + self.project(gate * self.project(m, weights[at + 7], weights[at + 14]), weights[at + 8], weights[at + 15])
    hidden = torch.index_select(self.norm(x, ends[1]), 0, rows)
    z = torch.matmul(hidden, torch.t(ends[2]))
    picked = torch.gather(torch.log_softmax(z, 1), 1, torch.unsqueeze(gold, 1))
    return torch.neg(torch.mean(picked))

  def gradients(self, loss: Tensor, inputs: List[Tensor]) -> List[Tensor]:
    found = torch.grad([loss], inputs, None, None, False, False)
    result = annotate(List[Tensor], [])
    for one in found:
      if one is not None:
        result.append(one)
    return result

  def singular_values(self, g: Tensor) -> Tensor:
    u, s, v = torch.linalg_svd(g, False)
    return torch.to(s, 7)

  # Norms before and after a step, and of the step, in float64.
  def step_norms(self, w: Tensor, g: Tensor, eta: float) -> Tensor:
    wide = torch.to(w, 7)
    step = torch.to(g, 7) * eta
    return torch.stack([torch.norm(wide), torch.norm(wide - step), torch.norm(step)], 0)
