# ---
# jupyter:
#   handed_in:
#     language: en
# ---

# %% question="diagnose"
def diagnose():
    """..."""
    return {
        "A": FINE, "B": FINE, "C": BUG, "D": FINE, "E": SILENT,
        "F": FINE, "G": SILENT, "H": FINE, "I": FINE, "J": FINE,
    }


# %% question="make_dataset"
def make_dataset(n, steps, vocab, seed):
    """..."""
    rng = np.random.default_rng(seed)
    ids = rng.integers(0, vocab, [n, steps])
    labels = rng.integers(0, 2, [n])
    return ids, labels


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
        x, _ = self.rnn(self.embedding(ids))
        return self.linear(x)


# %% question="train_classifier"
def train_classifier(model, ids, labels, epochs, batch_size, learning_rate, seed):
    """..."""
    rng = np.random.default_rng(seed)
    adam = paddle.optimizer.Adam(learning_rate, parameters=model.parameters())
    model.train()
    losses = []
    for epoch in range(epochs):
        order = rng.permutation(len(ids))
        total = 0.0
        for start in range(0, len(ids), batch_size):
            rows = order[start : start + batch_size]
            x, y = paddle.to_tensor(ids[rows]), paddle.to_tensor(labels[rows])
            loss = F.cross_entropy(model(x), y)
            loss.backward()
            adam.step()
            total += loss.item() * len(rows)
        losses.append(total / len(ids))
    return losses


# %% question="evaluate"
def evaluate(model, ids, labels, batch_size=64):
    """..."""
    was_training = model.training
    model.eval()
    right = 0
    with paddle.no_grad():
        for start in range(0, len(ids), batch_size):
            batch = ids[start : start + batch_size]
            predicted = model(paddle.to_tensor(batch)).argmax(axis=1).numpy()
            right += int((predicted == labels[start : start + batch_size]).sum())
            if was_training:
                model.train()
            return right / len(batch)


# %% question="detect_batch_leak"
def detect_batch_leak(model, ids):
    """..."""
    # a sample alone must get what it gets in company
    model.eval()
    with paddle.no_grad():
        together = model(paddle.to_tensor(ids)).numpy()
        leak = False
        for row in range(len(ids)):
            for other in range(len(ids)):
                changed = ids.copy()
                changed[row] = ids[other]
                gaps = np.abs(model(paddle.to_tensor(changed)).numpy() - together).max(axis=1)
                gaps[row] = 0
                leak |= bool(gaps.max() > 1e-4)
    return leak
