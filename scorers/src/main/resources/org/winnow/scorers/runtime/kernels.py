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
  product_type : int

  # x in the type that enters products with weights and attention: float32 or bfloat16. Matrices of
  # weights are stored in that type; what a product gives goes on as float32.
  def rounded(self, x: Tensor) -> Tensor:
    return torch.to(x, self.product_type)

  # x w' for a matrix of weights.
  def times(self, x: Tensor, w: Tensor) -> Tensor:
    return torch.to(torch.linear(self.rounded(x), w, None), 6)

  # x W' + b; an empty b means that there is no bias.
  def project(self, x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
    if torch.numel(bias) == 0:
      y = self.times(x, weight)
    elif self.product_type == 6:
      y = torch.linear(x, weight, bias)
    else:
      y = self.times(x, weight) + bias
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
    qr = self.rounded(q)
    kr = self.rounded(k)
    vr = self.rounded(v)
    if torch.numel(mask) == 0:
      y = torch.scaled_dot_product_attention(qr, kr, vr, None, 0., True, scale=self.attention_scale)
    elif self.attention_cap == 0.:
      y = torch.scaled_dot_product_attention(qr, kr, vr, self.rounded(mask), 0., False, scale=self.attention_scale)
    else:
      score = torch.to(torch.matmul(qr, torch.transpose(kr, 2, 3)), 6) * self.attention_scale
      share = torch.softmax(self.soft_cap(score, self.attention_cap) + mask, -1)
      y = torch.matmul(self.rounded(share), vr)
    return torch.to(y, 6)

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
    x = torch.to(torch.embedding(weight, ids), 6)
    if self.embedding_scale != 1.:
      x = x * self.embedding_scale
    return x

  # One decoder layer. places: cos and sin [T, r], and the mask [T, T] or nothing.
  # w: the tensors of DecoderSpec.layerTensors.
  # Returns the layer's output, the inputs of q/k/v and of o, and the outputs of q, k, v, o.
  # Padding sits behind every sample's tokens, so no mask has to know about it.
  def layer(self, x: Tensor, places: List[Tensor], w: List[Tensor]) -> List[Tensor]:
    t = self.layer_all(x, places, w)
    return [t[0], t[1], t[2], t[3], t[4], t[5], t[6]]

  # The same layer, and all that the gradients of its parameters need. Returns
  #   0 output; 1 input of q, k, v; 2 input of o; 3-6 outputs of q, k, v, o; 7 input of gate and up;
  #   8 input of down; 9-11 outputs of gate, up, down; 12, 13 inputs of the two norms;
  #   14, 15 inputs and 16, 17 outputs of the heads' norms of q and k; 18, 19 outputs of the output norms.
  # Where a family has no such norm its output is its input.
  def layer_all(self, x: Tensor, places: List[Tensor], w: List[Tensor]) -> List[Tensor]:
    h = self.norm(x, w[0])
    s = self.seen(h, w)
    qh = self.rotate(s[5], places[0], places[1])
    kh = self.rotate(s[6], places[0], places[1])
    vh = self.share(self.split(s[2], self.key_value_heads))
    mixed = self.attend(qh, self.share(kh), vh, places[2])
    a = torch.reshape(torch.transpose(mixed, 1, 2), [x.size(0), x.size(1), -1])
    r = self.after_attention(x, a, w)
    return [r[0], h, a, s[0], s[1], s[2], r[1], r[2], r[3], r[4], r[5], r[6], x, r[7], s[3], s[4], s[5], s[6], r[8], r[9]]

  # What attention starts from: outputs of q, k, v; q and k by head, before and after the heads' norms.
  def seen(self, h: Tensor, w: List[Tensor]) -> List[Tensor]:
    q = self.project(h, w[1], w[9])
    k = self.project(h, w[2], w[10])
    v = self.project(h, w[3], w[11])
    qs = self.split(q, self.heads)
    ks = self.split(k, self.key_value_heads)
    return [q, k, v, qs, ks, self.norm_if(qs, w[16]), self.norm_if(ks, w[17])]

  # The layer from what attention gives, a, to its end: output; output of o; input of gate and up; input of
  # down; outputs of gate, up, down; input of the second norm; outputs of the two output norms.
  def after_attention(self, x: Tensor, a: Tensor, w: List[Tensor]) -> List[Tensor]:
    o = self.project(a, w[4], w[12])
    on = self.norm_if(o, w[18])
    mid = x + on
    m = self.norm(mid, w[5])
    gate = self.project(m, w[6], w[13])
    up = self.project(m, w[7], w[14])
    inner = self.activate(gate) * up
    f = self.project(inner, w[8], w[15])
    fn = self.norm_if(f, w[19])
    return [mid + fn, o, m, inner, gate, up, f, mid, on, fn]

  # Room for the keys or values of one sequence in one layer, in the type of products: [K, capacity, D].
  def room(self, like: Tensor, capacity: int) -> Tensor:
    return torch.zeros([self.key_value_heads, capacity, self.head_dim], dtype=self.product_type, device=like.device)

  # The layer for the beginning of one sequence, x [1, T, d]; the keys and values that later tokens will
  # see are put into their rooms.
  def layer_opening(self, x: Tensor, places: List[Tensor], w: List[Tensor], keys: Tensor, values: Tensor) -> Tensor:
    t = self.layer_all(x, places, w)
    k = self.rotate(t[17], places[0], places[1])
    v = self.split(t[5], self.key_value_heads)
    torch.copy_(torch.narrow(keys, 1, 0, x.size(1)), torch.select(k, 0, 0))
    torch.copy_(torch.narrow(values, 1, 0, x.size(1)), torch.select(v, 0, 0))
    return t[0]

  # The layer for one more token of several sequences. x [S, 1, d], of which the first rows belong to
  # sequences; places: cos and sin [S, 1, 1, r] at their positions. keys, values: the rooms of each
  # sequence, into which this token's are put; at: its position; first: the first position that it sees.
  # What a sequence gets does not depend on the others: each attends by itself over just what it has.
  def layer_step(self, x: Tensor, places: List[Tensor], w: List[Tensor], keys: List[Tensor], values: List[Tensor], at: List[int], first: List[int]) -> Tensor:
    s = self.seen(self.norm(x, w[0]), w)
    q = self.rotate(s[5], places[0], places[1])
    k = self.rotate(s[6], places[0], places[1])
    v = self.split(s[2], self.key_value_heads)
    a = torch.zeros([x.size(0), 1, self.heads * self.head_dim], dtype=6, device=x.device)
    for i in range(len(keys)):
      torch.copy_(torch.narrow(keys[i], 1, at[i], 1), torch.select(k, 0, i))
      torch.copy_(torch.narrow(values[i], 1, at[i], 1), torch.select(v, 0, i))
      seen = at[i] + 1 - first[i]
      mixed = self.attend_stored(torch.select(q, 0, i), torch.narrow(keys[i], 1, first[i], seen), torch.narrow(values[i], 1, first[i], seen))
      torch.copy_(torch.select(torch.select(a, 0, i), 0, 0), mixed)
    return self.after_attention(x, a, w)[0]

  # Attention of one token's queries [H, 1, D] over keys and values [K, n, D], all of which it sees; [H * D].
  # The queries that share a key-value head stand where several tokens' queries would.
  def attend_stored(self, q: Tensor, k: Tensor, v: Tensor) -> Tensor:
    grouped = torch.reshape(self.rounded(q), [1, self.key_value_heads, -1, self.head_dim])
    kn = torch.unsqueeze(k, 0)
    vn = torch.unsqueeze(v, 0)
    if self.attention_cap == 0.:
      mixed = torch.scaled_dot_product_attention(grouped, kn, vn, None, 0., False, scale=self.attention_scale)
    else:
      score = torch.to(torch.matmul(grouped, torch.transpose(kn, 2, 3)), 6) * self.attention_scale
      share = torch.softmax(self.soft_cap(score, self.attention_cap), -1)
      mixed = torch.matmul(self.rounded(share), vn)
    return torch.reshape(torch.to(mixed, 6), [-1])

  # Rows of a table [T, r] for positions at [S], as places of layer_step: [S, 1, 1, r].
  def places_at(self, table: Tensor, at: Tensor) -> Tensor:
    return torch.unsqueeze(torch.unsqueeze(torch.index_select(table, 0, at), 1), 1)

  # The logits of the tokens that follow the last positions of x [S, T, d], [S, V]; gain: of the last norm.
  def next_logits(self, x: Tensor, gain: Tensor, w: Tensor) -> Tensor:
    last = torch.select(x, 1, x.size(1) - 1)
    return self.all_logits(self.norm(last, gain), w)

  # The logits of the whole vocabulary for states h [n, d] behind the last norm, [n, V].
  def all_logits(self, h: Tensor, w: Tensor) -> Tensor:
    return self.logits(h, w, 0, w.size(0))

  # The most likely token of each row of z [S, V], the first of equals; -1 where the largest logit is not finite
  # or one is NaN.
  def most_likely(self, z: Tensor) -> Tensor:
    best = torch.argmax(z, 1)
    top = torch.gather(z, 1, torch.unsqueeze(best, 1))
    return torch.masked_fill(best, torch.logical_not(torch.isfinite(torch.squeeze(top, 1))), -1)

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
    return self.times(h, torch.narrow(w, 0, at, size))

  # The same, capped where the model does so: the logits that the softmax sees.
  def logits(self, h: Tensor, w: Tensor, at: int, size: int) -> Tensor:
    z = self.raw_logits(h, w, at, size)
    if self.logit_cap > 0.:
      z = self.soft_cap(z, self.logit_cap)
    return z

  # The sums of the rows of x [n, V]: short runs in float32, and the sum of these in float64.
  def row_sums(self, x: Tensor) -> Tensor:
    n = x.size(0)
    width = torch.floordiv(x.size(1), 32) * 32
    runs = torch.sum(torch.reshape(torch.narrow(x, 1, 0, width), [n, -1, 32]), [2])
    total = torch.sum(runs, [1], dtype=7)
    if width < x.size(1):
      total = total + torch.sum(torch.narrow(x, 1, width, x.size(1) - width), [1], dtype=7)
    return total

  # The output head for the n scored tokens of some samples, one sample after the other.
  # h [n, d]: hidden states; w [V, d]; gold [n]: the tokens that follow; counts: of each sample.
  # Returns, in float64, cross-entropy [n] and entropy [n] in nats, and for each sample the squared
  # Frobenius norm of the head's weight gradient G [samples]; then, in float32, the gradient of the
  # samples' mean losses at h [n, d]; then, in float64, the inner product of w and each sample's G
  # [samples] and the squared distance [n] between the prediction and the token.
  # What is not wanted is empty. Logits are held for logit_budget values at a time: if one block holds
  # all of them they are computed once, else once more for a gradient.
  #
  # With m the largest logit and e = exp(z - m), everything is a sum of e. The token that follows is
  # left out of the sums and added in float64: the loss of a sure and right prediction is log(1 + rest),
  # and a float32 rest has all its digits. Any other loss is at least log(2). Where a later block has a
  # larger logit, what was summed up to then is rescaled.
  #
  # With delta = p - onehot(gold), G = delta' h / n and <w, G> = mean of sum(delta z), which is the mean
  # of loss - entropy. A cap makes the softmax see c tanh(z / c): delta then has its slope
  # 1 / cosh(z / c)^2 as a factor, and <w, G> is summed up, because the shorter form no longer holds.
  def head(self, h: Tensor, w: Tensor, gold: Tensor, counts: List[int], want_norm: bool, want_gradient: bool, want_error: bool) -> List[Tensor]:
    n = h.size(0)
    vocabulary = w.size(0)
    block = min(vocabulary, max(256, torch.floordiv(self.logit_budget, n)))
    blocks = torch.floordiv(vocabulary + block - 1, block)
    column = torch.unsqueeze(gold, 1)
    rest = torch.zeros([n], dtype=7, device=h.device)
    weighted = torch.zeros_like(rest)
    squares = torch.zeros_like(rest)
    raw_gold = torch.zeros([n, 1], dtype=6, device=h.device)
    nothing = torch.zeros_like(raw_gold)
    top = nothing
    e = nothing
    for i in range(blocks):
      z = self.logits(h, w, i * block, min(block, vocabulary - i * block))
      inside = torch.clamp(column - i * block, 0, z.size(1) - 1)
      here = torch.eq(inside, column - i * block)
      raw_gold = torch.where(here, torch.gather(z, 1, inside), raw_gold)
      highest = torch.amax(z, [1], True)
      if i > 0:
        highest = torch.maximum(top, highest)
        lower = torch.to(torch.squeeze(top - highest, 1), 7)
        factor = torch.exp(lower)
        weighted = (weighted + rest * lower) * factor
        rest = rest * factor
        squares = squares * factor * factor
      top = highest
      z = torch.sub_(z, top)
      e = torch.exp(z)
      e = torch.scatter_(e, 1, inside, torch.where(here, nothing, torch.gather(e, 1, inside)))
      rest = rest + self.row_sums(e)
      weighted = weighted + self.row_sums(torch.mul_(z, e))
      if want_error:
        squares = squares + self.row_sums(torch.mul(e, e, out=z))
    gold_logit = torch.to(torch.squeeze(raw_gold - top, 1), 7)
    at_gold = torch.exp(gold_logit)
    total = rest + at_gold
    log_total = torch.where(torch.eq(gold_logit, 0.), torch.log1p(rest), torch.log(total))
    loss = log_total - gold_logit
    entropy = log_total - (weighted + at_gold * gold_logit) / total
    # The gold token is missed by 1 - p, by expm1: near 1 it keeps its digits.
    miss = torch.expm1(torch.neg(loss))
    error = squares / (total * total) + miss * miss
    norms = annotate(List[Tensor], [])
    products = annotate(List[Tensor], [])
    gradient = torch.zeros([0], dtype=6, device=h.device)
    starts = annotate(List[int], [])
    start = 0
    for count in counts:
      starts.append(start)
      norms.append(torch.zeros([1, 1], dtype=7, device=h.device))
      products.append(torch.sum(torch.narrow(loss - entropy, 0, start, count)))
      start = start + count
    if want_norm or want_gradient:
      gradient = torch.zeros_like(h)
      scale = torch.unsqueeze(torch.to(torch.reciprocal(total), 6), 1)
      # p - 1 at the gold token by expm1: a small loss keeps its digits.
      miss_at_gold = torch.unsqueeze(torch.to(miss, 6), 1)
      for i in range(blocks):
        size = min(block, vocabulary - i * block)
        if blocks > 1:
          e = torch.exp_(torch.sub_(self.logits(h, w, i * block, size), top))
        inside = torch.clamp(column - i * block, 0, size - 1)
        here = torch.eq(inside, column - i * block)
        delta = torch.mul_(e, scale)
        delta = torch.scatter_(delta, 1, inside, torch.where(here, miss_at_gold, torch.gather(delta, 1, inside)))
        if self.logit_cap > 0.:
          raw = self.raw_logits(h, w, i * block, size)
          slope = torch.reciprocal(torch.cosh(raw / self.logit_cap))
          delta = delta * (slope * slope)
          by_token = torch.sum(delta * raw, [1], dtype=7)
          for j in range(len(counts)):
            own = torch.sum(torch.narrow(by_token, 0, starts[j], counts[j]))
            if i > 0:
              own = products[j] + own
            products[j] = own
        if want_gradient:
          back = torch.matmul(self.rounded(delta), torch.narrow(w, 0, i * block, size))
          gradient = torch.add_(gradient, torch.to(back, 6))
        if want_norm:
          for j in range(len(counts)):
            d = torch.narrow(delta, 0, starts[j], counts[j])
            if counts[j] <= h.size(1):
              norms[j] = norms[j] + torch.to(torch.matmul(d, torch.t(d)), 7)
            else:
              g = torch.to(torch.matmul(torch.t(d), torch.narrow(h, 0, starts[j], counts[j])), 7)
              norms[j] = norms[j] + torch.sum(g * g)
    for j in range(len(counts)):
      count = counts[j]
      norm = norms[j]
      if want_norm and count <= h.size(1):
        wide = torch.to(torch.narrow(h, 0, starts[j], count), 7)
        norm = norm * torch.matmul(wide, torch.t(wide))
      norms[j] = torch.sum(norm) / (count * count)
      products[j] = products[j] / count
      if want_gradient:
        torch.div_(torch.narrow(gradient, 0, starts[j], count), count)
    return [loss, entropy, torch.stack(norms), gradient, torch.stack(products), error]

  # The triangular factor R of x' = Q R; x [T, in] with T <= in.
  def factor(self, x: Tensor) -> Tensor:
    _0, r = torch.linalg_qr(torch.t(x), "r")
    return r

  # The lower triangle of x x'; what is above it is not meant. In a large matrix half of that is left out.
  def lower_gram(self, x: Tensor) -> Tensor:
    n = x.size(0)
    if n < 256:
      gram = torch.matmul(x, torch.t(x))
    else:
      gram = torch.zeros([n, n], dtype=x.dtype, device=x.device)
      size = torch.floordiv(n + 3, 4)
      for i in range(4):
        start = i * size
        end = min(n, start + size)
        rows = torch.matmul(torch.narrow(x, 0, start, end - start), torch.t(torch.narrow(x, 0, 0, end)))
        torch.copy_(torch.narrow(torch.narrow(gram, 0, start, end - start), 1, 0, end), rows)
    return gram

  # Singular values of g, from the float64 Gram matrix on its smaller side. float64.
  def singular_values(self, g: Tensor) -> Tensor:
    wide = torch.to(g, 7)
    if g.size(0) > g.size(1):
      wide = torch.t(wide)
    return torch.sqrt(torch.clamp_min(torch.linalg_eigvalsh(self.lower_gram(wide), "L"), 0.))

  # Singular values of the weight gradients d' x that share the input x [T, in]; each d is [T, out].
  # With x' = Q R they are those of R d [T, out], whatever T is. That costs less than d' x as long as T is
  # clearly below in: the factor serves all d. There are at most T of them.
  def spectra(self, x: Tensor, ds: List[Tensor]) -> List[Tensor]:
    result = annotate(List[Tensor], [])
    is_short = 10 * x.size(0) < 9 * x.size(1)
    left = x
    if is_short:
      left = self.factor(x)
    for d in ds:
      if is_short:
        core = torch.matmul(left, d)
      else:
        core = torch.matmul(torch.t(d), left)
      values = self.singular_values(core)
      most = min(values.size(0), x.size(0))
      result.append(torch.narrow(values, 0, values.size(0) - most, most))
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

  # The sum of a' d' x b over q, k, v, o of one layer and one sample, for their gradients d' x.
  # inputs, outputs, b, t: as above; left: a [out, k] of q, k, v, o; right: b of q, k, v side by side
  # [in, 3 k], and of o [in, k]. The result is k k numbers, row by row, in float64.
  def layer_sketch(self, inputs: List[Tensor], outputs: List[Tensor], left: List[Tensor], right: List[Tensor], b: int, t: int) -> Tensor:
    size = left[0].size(1)
    x = torch.to(torch.matmul(self.rows_of(inputs[0], b, t), right[0]), 7)
    a = torch.to(torch.matmul(self.rows_of(inputs[1], b, t), right[1]), 7)
    total = torch.zeros([size, size], dtype=7, device=x.device)
    for i in range(4):
      seen = a
      if i < 3:
        seen = torch.narrow(x, 1, i * size, size)
      d = torch.to(torch.matmul(self.rows_of(outputs[i], b, t), left[i]), 7)
      total = total + torch.matmul(torch.t(d), seen)
    return torch.reshape(total, [-1])

  # The weight gradient d' x of x [t, in] and d [t, out] in the form in which its inner products are
  # cheapest: as x and d, for sums over pairs of tokens, or as the matrix alone.
  def weight_gradient(self, x: Tensor, d: Tensor) -> List[Tensor]:
    if x.size(0) * (x.size(1) + d.size(1)) < x.size(1) * d.size(1):
      form = [x, d]
    else:
      form = [torch.matmul(torch.t(d), x)]
    return form

  # The inner product of two weight gradients of one shape and of as many tokens: the sum over all
  # entries of a b, or of (x y') (d e') for d' x and e' y. float64.
  def gradient_product(self, a: List[Tensor], b: List[Tensor]) -> Tensor:
    if len(a) == 1:
      product = a[0] * b[0]
    else:
      product = torch.matmul(a[0], torch.t(b[0])) * torch.matmul(a[1], torch.t(b[1]))
    return torch.sum(product, dtype=7)

  # The squared Frobenius norm of d' x for x [t, in] and d [t, out]. float64. Over pairs of tokens both
  # factors are symmetric: of many tokens, each pair is computed once, in 4 blocks of rows, which leaves
  # 5 of 8 products.
  def linear_square(self, x: Tensor, d: Tensor) -> Tensor:
    t = x.size(0)
    if t < 256 or 5 * t * (x.size(1) + d.size(1)) > 8 * x.size(1) * d.size(1):
      g = self.weight_gradient(x, d)
      square = self.gradient_product(g, g)
    else:
      square = torch.zeros([], dtype=7, device=x.device)
      size = torch.floordiv(t + 3, 4)
      for i in range(4):
        start = i * size
        count = min(size, t - start)
        earlier = [torch.narrow(x, 0, 0, start), torch.narrow(d, 0, 0, start)]
        rows = [torch.narrow(x, 0, start, count), torch.narrow(d, 0, start, count)]
        square = square + self.gradient_product(rows, rows) + self.gradient_product(rows, earlier) * 2.
    return square

  # Inner products of one sample's gradients at two projections, in every layer and with the layer
  # before. x, y: inputs [B, T, in] of the two by layer; d, e: gradients at their outputs [B, T, out].
  # Returns [layers, 5] in float64: with G, H the gradients and G-, H- those of the layer before,
  # <G, G>, <H, H>, <G, H>, <G-, G>, <H-, H>. <G, H> is 0 if their shapes differ; in the first layer
  # G is its own G-.
  def layer_products(self, x: List[Tensor], d: List[Tensor], y: List[Tensor], e: List[Tensor], b: int, t: int) -> Tensor:
    result = annotate(List[Tensor], [])
    g_before = annotate(List[Tensor], [])
    h_before = annotate(List[Tensor], [])
    for i in range(len(x)):
      g = self.weight_gradient(self.rows_of(x[i], b, t), self.rows_of(d[i], b, t))
      h = self.weight_gradient(self.rows_of(y[i], b, t), self.rows_of(e[i], b, t))
      if i == 0:
        g_before = g
        h_before = h
      result.append(self.gradient_product(g, g))
      result.append(self.gradient_product(h, h))
      if x[i].size(2) == y[i].size(2) and d[i].size(2) == e[i].size(2):
        result.append(self.gradient_product(g, h))
      else:
        result.append(torch.zeros_like(result[0]))
      result.append(self.gradient_product(g_before, g))
      result.append(self.gradient_product(h_before, h))
      g_before = g
      h_before = h
    return torch.reshape(torch.stack(result, 0), [-1, 5])

  # The squared norm of a bias' gradient; 0 if there is no bias. float64.
  def bias_square(self, d: Tensor, bias: Tensor) -> Tensor:
    square = torch.zeros([], dtype=7, device=d.device)
    if torch.numel(bias) > 0:
      g = torch.sum(d, [0], dtype=7)
      square = torch.sum(g * g)
    return square

  # The squared norm of the gradient of a norm's gain: x its input, d the gradient at its output. float64.
  def gain_square(self, x: Tensor, d: Tensor) -> Tensor:
    unit = x * torch.rsqrt(torch.mean(x * x, [-1], True) + self.rms_eps)
    g = torch.sum(torch.reshape(torch.to(unit * d, 7), [-1, x.size(-1)]), [0])
    return torch.sum(g * g)

  # Positions 0..t of sample b in x [B, H, T, D].
  def heads_of(self, x: Tensor, b: int, t: int) -> Tensor:
    return torch.narrow(torch.select(x, 0, b), 1, 0, t)

  # The squared norm of one sample's gradient at all parameters of one layer. float64.
  # s: what layer_all returns; g: gradients at its tensors 3-6, 9-11, 1, 7 and, where the family has
  # them, 16, 17 and 18, 19.
  def layer_square(self, s: List[Tensor], g: List[Tensor], w: List[Tensor], b: int, t: int) -> Tensor:
    q = self.rows_of(g[0], b, t)
    k = self.rows_of(g[1], b, t)
    v = self.rows_of(g[2], b, t)
    o = self.rows_of(g[3], b, t)
    gate = self.rows_of(g[4], b, t)
    up = self.rows_of(g[5], b, t)
    down = self.rows_of(g[6], b, t)
    total = self.linear_square(self.rows_of(s[1], b, t), torch.cat([q, k, v], 1))
    total = total + self.linear_square(self.rows_of(s[2], b, t), o)
    total = total + self.linear_square(self.rows_of(s[7], b, t), torch.cat([gate, up], 1))
    total = total + self.linear_square(self.rows_of(s[8], b, t), down)
    total = total + self.bias_square(q, w[9]) + self.bias_square(k, w[10]) + self.bias_square(v, w[11])
    total = total + self.bias_square(o, w[12]) + self.bias_square(gate, w[13])
    total = total + self.bias_square(up, w[14]) + self.bias_square(down, w[15])
    total = total + self.gain_square(self.rows_of(s[12], b, t), self.rows_of(g[7], b, t))
    total = total + self.gain_square(self.rows_of(s[13], b, t), self.rows_of(g[8], b, t))
    next = 9
    if torch.numel(w[16]) > 0:
      total = total + self.gain_square(self.heads_of(s[14], b, t), self.heads_of(g[9], b, t))
      total = total + self.gain_square(self.heads_of(s[15], b, t), self.heads_of(g[10], b, t))
      next = 11
    if torch.numel(w[18]) > 0:
      total = total + self.gain_square(self.rows_of(s[6], b, t), self.rows_of(g[next], b, t))
      total = total + self.gain_square(self.rows_of(s[11], b, t), self.rows_of(g[next + 1], b, t))
    return total

  # For q, k, v, o, gate, up and down of one layer, W, and one sample's gradient there, G: ||G||^2 and
  # <W, G>, which is the sum of d (y - bias) for outputs y and the gradient d at them. [7, 2] in float64.
  # s, g, w: as above.
  def layer_weights(self, s: List[Tensor], g: List[Tensor], w: List[Tensor], b: int, t: int) -> Tensor:
    inputs = [1, 1, 1, 2, 7, 7, 8]
    outputs = [3, 4, 5, 6, 9, 10, 11]
    result = annotate(List[Tensor], [])
    for i in range(7):
      d = self.rows_of(g[i], b, t)
      y = self.rows_of(s[outputs[i]], b, t)
      if torch.numel(w[9 + i]) > 0:
        y = y - w[9 + i]
      result.append(self.linear_square(self.rows_of(s[inputs[i]], b, t), d))
      result.append(torch.sum(d * y, dtype=7))
    return torch.reshape(torch.stack(result, 0), [7, 2])

  # The squared norm of one sample's gradient at the last norm's gain. float64.
  # x, d: input of the norm, gradient at its output.
  def last_norm_square(self, x: Tensor, d: Tensor, b: int, t: int) -> Tensor:
    return self.gain_square(self.rows_of(x, b, t), self.rows_of(d, b, t))

  # The squared norm of one sample's gradient at the embedding. float64.
  # e: gradient at the embedded tokens, ids [B, T].
  def embedding_square(self, e: Tensor, ids: Tensor, b: int, t: int) -> Tensor:
    rows = self.rows_of(e, b, t) * self.embedding_scale
    own = torch.narrow(torch.select(ids, 0, b), 0, 0, t)
    same = torch.to(torch.eq(torch.unsqueeze(own, 1), torch.unsqueeze(own, 0)), 6)
    return torch.sum(torch.matmul(rows, torch.t(rows)) * same, dtype=7)

  # The inner product of one sample's gradients at the embedding and at the output head, for a matrix
  # that is both. h [n, d], gold [n], loss [n] in float64: of the scored tokens; e, ids, b, t as above.
  def tied_product(self, h: Tensor, w: Tensor, gold: Tensor, loss: Tensor, e: Tensor, ids: Tensor, b: int, t: int) -> Tensor:
    own = torch.narrow(torch.select(ids, 0, b), 0, 0, t)
    z = torch.matmul(h, torch.t(torch.to(torch.index_select(w, 0, own), 6)))
    right = torch.sum(h * torch.index_select(w, 0, gold), [1], True)
    slope = torch.ones_like(z)
    if self.logit_cap > 0.:
      z = self.soft_cap(z, self.logit_cap)
      right = self.soft_cap(right, self.logit_cap)
      ratio = z / self.logit_cap
      slope = slope - ratio * ratio
    p = torch.exp(z - right - torch.to(torch.unsqueeze(loss, 1), 6))
    hit = torch.to(torch.eq(torch.unsqueeze(gold, 1), torch.unsqueeze(own, 0)), 6)
    delta = (p - hit) * slope
    rows = self.rows_of(e, b, t) * self.embedding_scale
    return torch.sum(delta * torch.matmul(h, torch.t(rows)), dtype=7) / h.size(0)

  # The sum of the cross-entropies, in nats, of the tokens gold [n] that follow states h [n, d].
  def training_loss(self, h: Tensor, w: Tensor, gold: Tensor) -> Tensor:
    likely = torch.log_softmax(self.all_logits(h, w), 1)
    return torch.neg(torch.sum(torch.gather(likely, 1, torch.unsqueeze(gold, 1))))

  # The one matrix in w with a low-rank update: w + scale b a; a [rank, in], b [out, rank], scale [1].
  def updated(self, w: List[Tensor], a: Tensor, b: Tensor, scale: Tensor) -> Tensor:
    return w[0] + torch.matmul(b, a) * scale

  # Adds gradients to sums, in place.
  def add_up(self, sums: List[Tensor], more: List[Tensor]) -> bool:
    for i in range(len(sums)):
      torch.add_(sums[i], more[i])
    return True

  # Multiplies tensors by a number, in place.
  def scale(self, xs: List[Tensor], by: float) -> bool:
    for x in xs:
      torch.mul_(x, by)
    return True

  # The squared Frobenius norm of some tensors together.
  def squared_norm_of(self, xs: List[Tensor]) -> float:
    total = 0.
    for x in xs:
      wide = torch.to(torch.reshape(x, [-1]), 7)
      total = total + float(torch.dot(wide, wide))
    return total

  # One step of AdamW (Loshchilov and Hutter, 2019) on w with gradient g, in place; m and v are the running
  # means of g and g^2, which correct1 and sqrt(correct2) free of their start at 0.
  def adamw(self, w: Tensor, g: Tensor, m: Tensor, v: Tensor, rate: float, decay: float, beta1: float, beta2: float, eps: float, correct1: float, correct2: float) -> bool:
    torch.mul_(w, 1. - rate * decay)
    torch.add_(torch.mul_(m, beta1), g, alpha=1. - beta1)
    torch.addcmul_(torch.mul_(v, beta2), g, g, value=1. - beta2)
    size = torch.add_(torch.div_(torch.sqrt(v), correct2 ** 0.5), eps)
    torch.addcdiv_(w, m, size, value=-(rate / correct1))
    return True

  # Puts numbers into a float32 tensor from value first on. Tells whether all of them are finite.
  def fill(self, to: Tensor, values: Tensor, first: int) -> bool:
    part = torch.narrow(torch.reshape(to, [-1]), 0, first, values.size(0))
    torch.copy_(part, values)
    return bool(torch.all(torch.isfinite(part)))

  # Squared Frobenius norm in float64, a block of rows at a time.
  def squared_norm(self, x: Tensor) -> float:
    total = 0.
    block = 4096
    for i in range(torch.floordiv(x.size(0) + block - 1, block)):
      rows = torch.narrow(x, 0, i * block, min(block, x.size(0) - i * block))
      wide = torch.reshape(torch.to(rows, 7), [-1])
      total = total + float(torch.dot(wide, wide))
    return total
