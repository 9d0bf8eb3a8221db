# Tensor code that the NDArray API has no words for, run by libtorch's TorchScript interpreter.
# Shapes: B samples, T positions, H heads, K key-value heads, D head width, n scored tokens,
# V vocabulary, d hidden width. Everything is float32 unless a comment says otherwise.
class Kernels(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool
  heads : int
  key_value_heads : int
  head_dim : int
  rms_eps : float
  attention_scale : float
  attention_cap : float
  gelu : int
  embedding_scale : float
  logit_cap : float
  logit_budget : int

  # x W' + b; an empty b means that there is no bias.
  def project(self, x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
    if torch.numel(bias) == 0:
      y = torch.linear(x, weight, None)
    else:
      y = torch.linear(x, weight, bias)
    return y

  # RMSNorm over the last dimension.
  def norm(self, x: Tensor, gain: Tensor) -> Tensor:
    return gain * (x * torch.rsqrt(torch.mean(x * x, [-1], True) + self.rms_eps))

  # The norm that only some families have; an empty gain means that there is none.
  def norm_if(self, x: Tensor, gain: Tensor) -> Tensor:
    if torch.numel(gain) == 0:
      y = x
    else:
      y = self.norm(x, gain)
    return y

  # [B, T, heads * D] -> [B, heads, T, D]
  def split(self, x: Tensor, heads: int) -> Tensor:
    return torch.transpose(torch.reshape(x, [x.size(0), x.size(1), heads, self.head_dim]), 1, 2)

  # Rotary positions: the two halves of a head's rotated part are the two coordinates of each pair.
  # cos and sin [T, r]; what lies behind the first r of D dimensions is not rotated.
  def rotate(self, x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
    width = cos.size(-1)
    half = torch.floordiv(width, 2)
    left = torch.narrow(x, -1, 0, half)
    right = torch.narrow(x, -1, half, half)
    turned = torch.cat([torch.neg(right), left], -1) * sin
    if width == self.head_dim:
      y = x * cos + turned
    else:
      rest = torch.narrow(x, -1, width, self.head_dim - width)
      y = torch.cat([torch.narrow(x, -1, 0, width) * cos + turned, rest], -1)
    return y

  # Every key-value head serves H / K query heads.
  def share(self, x: Tensor) -> Tensor:
    times = torch.floordiv(self.heads, self.key_value_heads)
    if times == 1:
      y = x
    else:
      wide = torch.expand(torch.unsqueeze(x, 2), [-1, -1, times, -1, -1])
      y = torch.reshape(wide, [x.size(0), self.heads, x.size(2), self.head_dim])
    return y

  # c tanh(x / c)
  def soft_cap(self, x: Tensor, c: float) -> Tensor:
    return torch.tanh(x / c) * c

  # Who is seen, as what is added to attention scores: 0 for the last width positions up to the own
  # one, minus infinity for all others. positions [T]; width [1]; the result is [T, T].
  def band(self, positions: Tensor, width: Tensor) -> Tensor:
    back = torch.unsqueeze(positions, 1) - torch.unsqueeze(positions, 0)
    seen = torch.logical_and(torch.ge(back, 0), torch.lt(back, width))
    return torch.log(torch.to(seen, 6))

  # Attention of q, k, v [B, H, T, D]. An empty mask means that it is causal and nothing else.
  def attend(self, q: Tensor, k: Tensor, v: Tensor, mask: Tensor) -> Tensor:
    if torch.numel(mask) == 0:
      y = torch.scaled_dot_product_attention(q, k, v, None, 0., True, scale=self.attention_scale)
    elif self.attention_cap == 0.:
      y = torch.scaled_dot_product_attention(q, k, v, mask, 0., False, scale=self.attention_scale)
    else:
      score = torch.matmul(q, torch.transpose(k, 2, 3)) * self.attention_scale
      share = torch.softmax(self.soft_cap(score, self.attention_cap) + mask, -1)
      y = torch.matmul(share, v)
    return y

  # What the gate of the feed-forward layer applies: SiLU, or GELU in its tanh form, written out because
  # the archive's version knows no other GELU than the exact one. sqrt(2 / pi) = 0.7978845608028654.
  def activate(self, x: Tensor) -> Tensor:
    if self.gelu == 1:
      inner = (x + x * x * x * 0.044715) * 0.7978845608028654
      y = x * 0.5 * (torch.tanh(inner) + 1.)
    else:
      y = torch.silu(x)
    return y

  def embed(self, ids: Tensor, weight: Tensor) -> Tensor:
    x = torch.embedding(weight, ids)
    if self.embedding_scale != 1.:
      x = x * self.embedding_scale
    return x

  # One decoder layer. places: cos and sin [T, r], and the mask [T, T] or nothing.
  # w: the tensors of DecoderSpec.layerTensors.
  # Returns the layer's output, the inputs of q/k/v and of o, and the outputs of q, k, v, o.
  # Padding sits behind every sample's tokens, so no mask has to know about it.
  def layer(self, x: Tensor, places: List[Tensor], w: List[Tensor]) -> List[Tensor]:
    h = self.norm(x, w[0])
    q = self.project(h, w[1], w[9])
    k = self.project(h, w[2], w[10])
    v = self.project(h, w[3], w[11])
    qh = self.rotate(self.norm_if(self.split(q, self.heads), w[16]), places[0], places[1])
    kh = self.rotate(self.norm_if(self.split(k, self.key_value_heads), w[17]), places[0], places[1])
    vh = self.share(self.split(v, self.key_value_heads))
    mixed = self.attend(qh, self.share(kh), vh, places[2])
    a = torch.reshape(torch.transpose(mixed, 1, 2), [x.size(0), x.size(1), -1])
    o = self.project(a, w[4], w[12])
    mid = x + self.norm_if(o, w[18])
    m = self.norm(mid, w[5])
    gate = self.activate(self.project(m, w[6], w[13]))
    f = self.project(gate * self.project(m, w[7], w[14]), w[8], w[15])
    y = mid + self.norm_if(f, w[19])
    return [y, h, a, q, k, v, o]

  # Gradients of sum(output * output_gradient) with respect to inputs.
  def gradients(self, output: Tensor, inputs: List[Tensor], output_gradient: Tensor) -> List[Tensor]:
    found = torch.grad([output], inputs, annotate(List[Optional[Tensor]], [output_gradient]), None, False, False)
    result = annotate(List[Tensor], [])
    for one in found:
      if one is not None:
        result.append(one)
    return result

  # Rows of x [B, T, d] at flat positions.
  def take_rows(self, x: Tensor, at: Tensor) -> Tensor:
    return torch.index_select(torch.reshape(x, [-1, x.size(-1)]), 0, at)

  # The inverse: a tensor like x that holds rows at flat positions and 0 elsewhere.
  def place_rows(self, x: Tensor, at: Tensor, rows: Tensor) -> Tensor:
    flat = torch.reshape(torch.zeros_like(x), [-1, x.size(-1)])
    return torch.reshape(torch.index_copy(flat, 0, at, rows), x.size())

  # What the head's matrix gives for size tokens of the vocabulary, from token at on.
  def raw_logits(self, h: Tensor, w: Tensor, at: int, size: int) -> Tensor:
    return torch.linear(h, torch.narrow(w, 0, at, size), None)

  # The same, capped where the model does so: the logits that the softmax sees.
  def logits(self, h: Tensor, w: Tensor, at: int, size: int) -> Tensor:
    z = self.raw_logits(h, w, at, size)
    if self.logit_cap > 0.:
      z = self.soft_cap(z, self.logit_cap)
    return z

  # The output head for the n scored tokens of one sample.
  # h [n, d]: hidden states; w [V, d]; gold [n]: the tokens that follow.
  # Returns, in float64, cross-entropy [n] and entropy [n] in nats, and the squared Frobenius norm of
  # the head's weight gradient G []; then, in float32, the gradient of the mean loss at h [n, d]; then,
  # in float64, the inner product of w and G [] and the squared distance [n] between the prediction and
  # the token.
  # What is not wanted is empty. Logits are held for logit_budget values at a time: if one block holds
  # all of them they are computed once, else twice more.
  #
  # With m the largest logit and e = exp(z - m), everything is a sum of e: the largest term is exactly
  # 1, so a float64 sum of float32 terms keeps the digits of a small loss.
  #
  # With delta = p - onehot(gold), G = delta' h / n and <w, G> = mean of sum(delta z), which is the mean
  # of loss - entropy. A cap makes the softmax see c tanh(z / c): delta then has its slope
  # 1 / cosh(z / c)^2 as a factor, and <w, G> is summed up, because the shorter form no longer holds.
  def head(self, h: Tensor, w: Tensor, gold: Tensor, want_norm: bool, want_gradient: bool, want_error: bool) -> List[Tensor]:
    n = h.size(0)
    vocabulary = w.size(0)
    block = min(vocabulary, max(256, torch.floordiv(self.logit_budget, n)))
    blocks = torch.floordiv(vocabulary + block - 1, block)
    z = self.logits(h, w, 0, block)
    top = torch.amax(z, [1], True)
    for i in range(1, blocks):
      z = self.logits(h, w, i * block, min(block, vocabulary - i * block))
      top = torch.maximum(top, torch.amax(z, [1], True))
    e = z
    total = torch.zeros([n], dtype=7, device=h.device)
    weighted = torch.zeros([n], dtype=7, device=h.device)
    target = torch.zeros([n], dtype=7, device=h.device)
    squares = torch.zeros([n], dtype=7, device=h.device)
    column = torch.unsqueeze(gold, 1)
    for i in range(blocks):
      if blocks > 1:
        z = self.logits(h, w, i * block, min(block, vocabulary - i * block))
      z = z - top
      e = torch.exp(z)
      total = total + torch.sum(e, [1], dtype=7)
      weighted = weighted + torch.sum(e * z, [1], dtype=7)
      if want_error:
        squares = squares + torch.sum(e * e, [1], dtype=7)
      inside = torch.clamp(column - i * block, 0, z.size(1) - 1)
      here = torch.eq(inside, column - i * block)
      target = target + torch.sum(torch.where(here, torch.gather(z, 1, inside), torch.zeros_like(top)), [1], dtype=7)
    loss = torch.log(total) - target
    entropy = torch.log(total) - weighted / total
    # Of the other tokens sum p^2, of the gold one (1 - p)^2, by expm1: near 1 both keep their digits.
    others = squares / (total * total) - torch.exp(-2. * loss)
    miss = torch.expm1(torch.neg(loss))
    error = torch.clamp_min(others, 0.) + miss * miss
    norm = torch.zeros([0], dtype=7, device=h.device)
    product = torch.sum(loss - entropy)
    gradient = torch.zeros([0], dtype=6, device=h.device)
    if want_norm or want_gradient:
      by_tokens = n <= h.size(1)
      overlap = torch.zeros([1, 1], dtype=7, device=h.device)
      gradient = torch.zeros_like(h)
      if self.logit_cap > 0.:
        product = torch.zeros_like(product)
      scale = torch.unsqueeze(torch.to(torch.reciprocal(total), 6), 1)
      # p - 1 at the gold token by expm1: a small loss keeps its digits.
      at_gold = torch.unsqueeze(torch.to(torch.expm1(torch.neg(loss)), 6), 1)
      for i in range(blocks):
        size = min(block, vocabulary - i * block)
        if blocks > 1:
          e = torch.exp(self.logits(h, w, i * block, size) - top)
        delta = e * scale
        inside = torch.clamp(column - i * block, 0, size - 1)
        here = torch.eq(inside, column - i * block)
        delta = torch.scatter(delta, 1, inside, torch.where(here, at_gold, torch.gather(delta, 1, inside)))
        if self.logit_cap > 0.:
          raw = self.raw_logits(h, w, i * block, size)
          slope = torch.reciprocal(torch.cosh(raw / self.logit_cap))
          delta = delta * (slope * slope)
          product = product + torch.sum(delta * raw, dtype=7)
        if want_gradient:
          gradient = gradient + torch.matmul(delta, torch.narrow(w, 0, i * block, size))
        if want_norm and by_tokens:
          overlap = overlap + torch.to(torch.matmul(delta, torch.t(delta)), 7)
        if want_norm and not by_tokens:
          g = torch.to(torch.matmul(torch.t(delta), h), 7)
          overlap = overlap + torch.sum(g * g)
      if want_norm and by_tokens:
        wide = torch.to(h, 7)
        overlap = overlap * torch.matmul(wide, torch.t(wide))
      norm = torch.div(torch.sum(overlap), n * n)
      gradient = torch.div(gradient, n)
    return [loss, entropy, norm, gradient, torch.div(product, n), error]

  # The triangular factor R of x' = Q R; x [T, in] with T <= in.
  def factor(self, x: Tensor) -> Tensor:
    _0, r = torch.linalg_qr(torch.t(x), "r")
    return r

  # Singular values of g, from the float64 Gram matrix on its smaller side. float64.
  def singular_values(self, g: Tensor) -> Tensor:
    wide = torch.to(g, 7)
    if g.size(0) > g.size(1):
      gram = torch.matmul(torch.t(wide), wide)
    else:
      gram = torch.matmul(wide, torch.t(wide))
    return torch.sqrt(torch.clamp_min(torch.linalg_eigvalsh(gram), 0.))

  # Singular values of the weight gradients d' x that share the input x [T, in]; each d is [T, out].
  # With fewer rows than both widths, d' x = d' R' Q' has the singular values of R d [T, out].
  def spectra(self, x: Tensor, ds: List[Tensor]) -> List[Tensor]:
    result = annotate(List[Tensor], [])
    r = torch.zeros([0], dtype=6, device=x.device)
    for d in ds:
      if x.size(0) < min(x.size(1), d.size(1)):
        if torch.numel(r) == 0:
          r = self.factor(x)
        core = torch.matmul(r, d)
      else:
        core = torch.matmul(torch.t(d), x)
      result.append(self.singular_values(core))
    return result

  # How far apart the hidden states of one sample's t tokens are. h: [t, d], centred over tokens and
  # each row divided by its length. Returns, in float64, the matrix nuclear norm as published (the
  # min(t, d) longest columns, over t) and the nuclear norm over its bound sqrt(min(t, d) t).
  def hidden_spread(self, x: Tensor, b: int, t: int) -> Tensor:
    h = torch.to(self.rows_of(x, b, t), 7)
    c = h - torch.mean(h, [0], True)
    unit = c / torch.sqrt(torch.sum(c * c, [1], True))
    size = min(unit.size(0), unit.size(1))
    columns, _0 = torch.topk(torch.sqrt(torch.sum(unit * unit, [0])), size, 0, True, True)
    published = torch.div(torch.sum(columns), t)
    exact = torch.div(torch.sum(self.singular_values(unit)), (float(size) * float(t)) ** 0.5)
    return torch.stack([published, exact], 0)

  # Rows 0..t of sample b.
  def rows_of(self, x: Tensor, b: int, t: int) -> Tensor:
    return torch.narrow(torch.select(x, 0, b), 0, 0, t)

  # Singular values of the gradients of q, k, v, o of one layer and one sample.
  # inputs: of q/k/v and of o, [B, T, in]; outputs: gradients at q, k, v, o, [B, T, out].
  # at: the positions where q and o have a gradient; empty if that is everywhere before t.
  def layer_spectra(self, inputs: List[Tensor], outputs: List[Tensor], b: int, t: int, at: Tensor) -> List[Tensor]:
    x = self.rows_of(inputs[0], b, t)
    a = self.rows_of(inputs[1], b, t)
    q = self.rows_of(outputs[0], b, t)
    k = self.rows_of(outputs[1], b, t)
    v = self.rows_of(outputs[2], b, t)
    o = self.rows_of(outputs[3], b, t)
    if torch.numel(at) == 0:
      qkv = self.spectra(x, [q, k, v])
      result = [qkv[0], qkv[1], qkv[2], self.spectra(a, [o])[0]]
    else:
      kv = self.spectra(x, [k, v])
      few = self.spectra(torch.index_select(x, 0, at), [torch.index_select(q, 0, at)])
      fewer = self.spectra(torch.index_select(a, 0, at), [torch.index_select(o, 0, at)])
      result = [few[0], kv[0], kv[1], fewer[0]]
    return result

  def all_finite(self, x: Tensor) -> bool:
    return bool(torch.all(torch.isfinite(x)))

  # Squared Frobenius norm in float64, a block of rows at a time.
  def squared_norm(self, x: Tensor) -> float:
    total = 0.
    block = 4096
    for i in range(torch.floordiv(x.size(0) + block - 1, block)):
      rows = torch.narrow(x, 0, i * block, min(block, x.size(0) - i * block))
      wide = torch.reshape(torch.to(rows, 7), [-1])
      total = total + float(torch.dot(wide, wide))
    return total
