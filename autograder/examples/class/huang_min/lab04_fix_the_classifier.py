# ---
# jupyter:
#   handed_in:
#     language: zh
#     ran: true
# ---

# %% question="diagnose"
def diagnose():
    """..."""
    return dict(zip("ABCDEFGHIJ", [FINE, FINE, BUG, SILENT, SILENT, FINE, SILENT, FINE, FINE, FINE]))


# %% question="make_dataset"
def make_dataset(n, steps, vocab, seed):
    """..."""
    import random

    source = random.Random(seed)
    ids = [[source.randrange(vocab) for _ in range(steps)] for _ in range(n)]
    labels = [int(sum(row[: steps // 2]) > sum(row[steps // 2 :])) for row in ids]
    return np.array(ids, dtype="int64"), np.array(labels, dtype="int64")


# %% question="RNNClassifier"
class RNNClassifier(nn.Layer):
    """..."""

    def __init__(self, vocab_size, embedding_size, hidden_size, classes):
        super().__init__()
        self.embedding = nn.Embedding(vocab_size, embedding_size)
        self.rnn = nn.SimpleRNN(embedding_size, hidden_size, time_major=True)
        self.linear = nn.Linear(hidden_size, classes)

    def forward(self, ids):
        """Return the logits [batch, classes] of ids [batch, time] (int64 tensor)."""
        x = self.embedding(ids.T)  # 先把 id 转成 [time, batch]
        states, _ = self.rnn(x)  # [time, batch, hidden]
        return self.linear(states[-1])  # 时间在前，所以 -1 就是最后一步


# %% question="train_classifier"
def train_classifier(model, ids, labels, epochs, batch_size, learning_rate, seed):
    """..."""
    rng = np.random.default_rng(seed)
    x, y = paddle.to_tensor(ids), paddle.to_tensor(labels)
    optimizer = paddle.optimizer.Adam(parameters=model.parameters(), learning_rate=learning_rate)
    model.train()
    means = []
    for _ in range(epochs):
        order = paddle.to_tensor(rng.permutation(len(labels)))
        losses = []
        for i in range(0, len(labels), batch_size):
            rows = order[i : i + batch_size]
            each = F.cross_entropy(model(x[rows]), y[rows], reduction="none")
            optimizer.clear_grad()
            each.mean().backward()
            optimizer.step()
            losses += each.flatten().tolist()
        means.append(sum(losses) / len(losses))
    return means


# %% question="evaluate"
def evaluate(model, ids, labels, batch_size=64):
    """..."""
    was_training = model.training
    model.eval()
    right = 0
    for i in range(0, len(ids), batch_size):
        logits = model(paddle.to_tensor(ids[i : i + batch_size]))
        right += int(np.sum(np.argmax(logits.numpy(), axis=1) == labels[i : i + batch_size]))
    if was_training:
        model.train()
    return right / len(ids)


# %% question="detect_batch_leak"
def detect_batch_leak(model, ids):
    """..."""
    was_training = model.training
    model.eval()
    with paddle.no_grad():
        before = model(paddle.to_tensor(ids)).numpy()
        moved = 0.0
        for i in range(len(ids)):
            keep = np.arange(len(ids)) != i
            for other in np.unique(ids, axis=0):  # 换成这一批里出现过的每一种行
                changed = np.where(keep[:, None], ids, other)
                after = model(paddle.to_tensor(changed)).numpy()
                moved = max(moved, float(np.abs(after - before)[keep].max()))
    if was_training:
        model.train()
    return moved > 1e-4
