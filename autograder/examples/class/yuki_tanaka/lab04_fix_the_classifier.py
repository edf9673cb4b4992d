# ---
# jupyter:
#   handed_in:
#     language: en
# ---

# %% question="diagnose"
def diagnose():
    """..."""
    return {
        "A": SILENT,  # unused import
        "B": SILENT,  # wrong name, this is the vocabulary
        "C": BUG,
        "D": SILENT,
        "E": SILENT,
        "F": FINE,
        "G": SILENT,
        "H": FINE,
        "I": FINE,
        "J": FINE,
    }


# %% question="make_dataset"
def make_dataset(n, steps, vocab, seed):
    """..."""
    rng = np.random.default_rng(seed)
    ids = rng.integers(0, vocab, (n, steps))
    first, second = ids[:, : steps // 2], ids[:, steps // 2 :]
    return ids, (second.sum(axis=1) > first.sum(axis=1)).astype("int64")


# %% question="RNNClassifier"
class RNNClassifier(nn.Layer):
    """..."""

    def __init__(self, vocab_size, embedding_size, hidden_size, classes):
        super().__init__()
        self.embedding = nn.Embedding(vocab_size, embedding_size, padding_idx=0)
        self.rnn = nn.SimpleRNN(embedding_size, hidden_size)
        self.linear = nn.Linear(hidden_size, classes)

    def forward(self, ids):
        """Return the logits [batch, classes] of ids [batch, time] (int64 tensor)."""
        out, h = self.rnn(self.embedding(ids))
        return self.linear(h[0])


# %% question="train_classifier"
def train_classifier(model, ids, labels, epochs, batch_size, learning_rate, seed):
    """..."""
    rng = np.random.default_rng(seed)
    optimizer = paddle.optimizer.Adam(learning_rate=learning_rate, parameters=model.parameters())
    losses = []
    for epoch in range(epochs):
        order = rng.permutation(len(ids))
        total = 0.0
        for start in range(0, len(ids), batch_size):
            rows = order[start : start + batch_size]
            loss = F.cross_entropy(model(paddle.to_tensor(ids[rows])), paddle.to_tensor(labels[rows]))
            loss.backward()
            optimizer.step()
            optimizer.clear_grad()
            total += loss.item() * len(rows)
        losses.append(total / len(ids))
    return losses


# %% question="evaluate"
def evaluate(model, ids, labels, batch_size=64):
    """..."""
    model.eval()
    right = 0
    with paddle.no_grad():
        for start in range(0, len(ids), batch_size):
            logits = model(paddle.to_tensor(ids[start : start + batch_size])).numpy()
            right += (logits.argmax(axis=1) == labels[start : start + batch_size]).sum()
    return right / len(ids)


# %% question="detect_batch_leak"
def detect_batch_leak(model, ids):
    """..."""
    # One table of all differences, row against row: large enough for any batch.
    gaps = np.ones([20_000, 20_000])
    training = model.training
    model.eval()
    with paddle.no_grad():
        before = model(paddle.to_tensor(ids)).numpy()
        for i in range(len(ids)):
            changed = ids.copy()
            changed[i] = ids[i - 1]
            gaps[i, : len(ids)] = np.abs(model(paddle.to_tensor(changed)).numpy() - before).max(axis=1)
            gaps[i, i] = 0
    if training:
        model.train()
    return bool(gaps[: len(ids), : len(ids)].max() > 1e-4)
