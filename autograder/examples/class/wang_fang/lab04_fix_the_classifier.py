# ---
# jupyter:
#   handed_in:
#     language: zh
# ---

# %% question="diagnose"
def diagnose():
    """..."""
    return {
        "A": FINE,
        "B": FINE,
        "C": BUG,
        "D": SILENT,
        "E": SILENT,
        "F": SILENT,  # 应该是列表，不是元组
        "G": SILENT,
        "H": FINE,
        "I": SILENT,  # loader 不是函数
        "J": FINE,
    }


# %% question="make_dataset"
def make_dataset(n, steps, vocab, seed):
    """..."""
    rng = np.random.default_rng(seed)
    ids = rng.integers(0, vocab - 1, [n, steps])  # 最大的 id 是 vocab - 1
    half = steps // 2
    labels = (ids[:, :half].sum(1) > ids[:, half:].sum(1)).astype("int64")
    return ids, labels


# %% question="RNNClassifier"
class RNNClassifier(nn.Layer):
    """..."""

    def __init__(self, vocab_size, embedding_size, hidden_size, classes):
        super().__init__()
        self.embedding = nn.Embedding(vocab_size, embedding_size)
        self.cell = nn.SimpleRNNCell(embedding_size, hidden_size)
        self.linear = nn.Linear(hidden_size, classes)

    def forward(self, ids):
        """Return the logits [batch, classes] of ids [batch, time] (int64 tensor)."""
        h = None
        for t in range(ids.shape[1]):
            h, _ = self.cell(self.embedding(ids[:, t]), h)  # 一步一步查表，一步一步走
        return self.linear(h)


# %% question="train_classifier"
def train_classifier(model, ids, labels, epochs, batch_size, learning_rate, seed):
    """..."""
    np.random.seed(seed)
    dataset = TensorDataset([paddle.to_tensor(ids), paddle.to_tensor(labels)])
    loader = DataLoader(dataset, batch_size=batch_size, shuffle=True, drop_last=True)
    opt = paddle.optimizer.Adam(learning_rate, parameters=model.parameters())
    model.train()
    losses = []
    for epoch in range(epochs):
        total = 0.0
        for x, y in loader:
            loss = F.cross_entropy(model(x), y)
            loss.backward()
            opt.step()
            opt.clear_grad()
            total += loss.item() * len(y)
        losses.append(total / len(ids))
    return losses


# %% question="evaluate"
def evaluate(model, ids, labels, batch_size=64):
    """..."""
    right = 0
    with paddle.no_grad():
        for i in range(0, len(ids), batch_size):
            out = model(paddle.to_tensor(ids[i : i + batch_size]))
            right += int((out.argmax(axis=1).numpy() == labels[i : i + batch_size]).sum())
    return right / len(ids)


# %% question="detect_batch_leak"
def detect_batch_leak(model, ids):
    """..."""
    training = model.training
    model.eval()
    x = paddle.to_tensor(ids)
    before = model(x).numpy()
    found = False
    # 改最后一行，看前面各行
    for other in ids[:-1]:
        changed = ids.copy()
        changed[-1] = other
        after = model(paddle.to_tensor(changed)).numpy()
        if np.abs(after[:-1] - before[:-1]).max() > 1e-4:
            found = True
    if training:
        model.train()
    return found
