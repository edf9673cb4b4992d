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
        "F": FINE,
        "G": SILENT,
        "H": SILENT,  # 最后少了 softmax
        "I": FINE,
        "J": FINE,
    }


# %% question="make_dataset"
def make_dataset(n, steps, vocab, seed):
    """..."""
    rng = np.random.default_rng(seed)
    ids = rng.integers(0, vocab, [n, steps])
    first = ids[:, : steps // 2].sum(axis=1)
    second = ids[:, steps // 2 :].sum(axis=1)
    return ids, (first >= second).astype("int64")


# %% question="RNNClassifier"
class RNNClassifier(nn.Layer):
    """..."""

    def __init__(self, vocab_size, embedding_size, hidden_size, classes):
        super().__init__()
        self.embedding = nn.Embedding(vocab_size, embedding_size)
        self.rnn = nn.SimpleRNN(embedding_size, hidden_size)
        self.linear = nn.Linear(hidden_size, classes)

    def forward(self, ids):
        """Return the logits [batch, classes] of ids [batch, time] (int64 tensor)."""
        outputs, _ = self.rnn(self.embedding(ids))
        return self.linear(outputs[-1])  # 最后一步


# %% question="train_classifier"
def train_classifier(model, ids, labels, epochs, batch_size, learning_rate, seed):
    """..."""
    paddle.seed(seed)
    np.random.seed(seed)
    loader = DataLoader(
        TensorDataset([paddle.to_tensor(ids), paddle.to_tensor(labels)]),
        batch_size=batch_size,
    )
    opt = paddle.optimizer.Adam(learning_rate, parameters=model.parameters())
    model.train()
    losses = []
    for epoch in range(epochs):
        total, n = 0, 0
        for x, y in loader:
            loss = F.cross_entropy(model(x), y)
            loss.backward()
            opt.step()
            opt.clear_grad()
            total += loss.item() * len(y)
            n += len(y)
        losses.append(total / n)
    return losses


# %% question="evaluate"
def evaluate(model, ids, labels, batch_size=64):
    """..."""
    training = model.training
    model.eval()
    right = 0
    with paddle.no_grad():
        for i in range(0, len(ids), batch_size):
            pred = model(paddle.to_tensor(ids[i : i + batch_size])).argmax(axis=1).numpy()
            right += int((pred == labels[i : i + batch_size]).sum())
    if training:
        model.train()
    return right


# %% question="detect_batch_leak"
def detect_batch_leak(model, ids):
    """..."""
    training = model.training
    model.eval()
    order = np.arange(len(ids))[::-1]
    with paddle.no_grad():
        a = model(paddle.to_tensor(ids)).numpy()[order]
        b = model(paddle.to_tensor(ids[order])).numpy()
    if training:
        model.train()
    return bool(np.abs(a - b).max() > 1e-4)
