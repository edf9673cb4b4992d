# ---
# jupyter:
#   handed_in:
#     language: en
#     lost_marks: true
# ---

# %% question="diagnose"
def diagnose():
    """..."""
    return {
        "A": FINE, "B": FINE, "C": BUG, "D": SILENT, "E": FINE,
        "F": FINE, "G": SILENT, "H": FINE, "I": FINE, "J": FINE,
    }


# %% question="make_dataset"
def make_dataset(n, steps, vocab, seed):
    """..."""
    rng = np.random.default_rng(seed)
    ids = rng.integers(0, vocab, [n, steps])
    labels = (ids[:, -1] >= vocab // 2).astype("int64")  # something that can be learnt
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
        states, final = self.rnn(self.embedding(ids))
        return self.linear(states[:, -1])


# %% question="train_classifier"
def train_classifier(model, ids, labels, epochs, batch_size, learning_rate, seed):
    """..."""
    np.random.seed(seed)
    dataset = TensorDataset([paddle.to_tensor(ids), paddle.to_tensor(labels)])
    loader = DataLoader(dataset, batch_size=batch_size, shuffle=True)
    optimizer = paddle.optimizer.Adam(learning_rate, parameters=model.parameters())
    model.train()
    history = []
    for epoch in range(epochs):
        losses = []
        for x, y in loader:
            loss = F.cross_entropy(model(x), y)
            loss.backward()
            optimizer.step()
            optimizer.clear_grad()
            losses.append(loss.item())
        history.append(float(np.mean(losses)))
    return history


# %% question="evaluate"
def evaluate(model, ids, labels, batch_size=64):
    """..."""
    training = model.training
    model.eval()
    accuracies = []
    with paddle.no_grad():
        for start in range(0, len(ids), batch_size):
            prediction = model(paddle.to_tensor(ids[start : start + batch_size])).argmax(axis=1).numpy()
            accuracies.append((prediction == labels[start : start + batch_size]).mean())
    if training:
        model.train()
    return float(np.mean(accuracies))


# %% question="detect_batch_leak"
def detect_batch_leak(model, ids):
    """..."""
    training = model.training
    model.eval()
    leak = False
    with paddle.no_grad():
        before = model(paddle.to_tensor(ids)).numpy()
        for row in range(len(ids)):
            for other in range(len(ids)):
                changed = ids.copy()
                changed[row] = ids[other]
                after = model(paddle.to_tensor(changed)).numpy()
                gaps = np.abs(after - before).max(axis=1)
                gaps[row] = 0
                leak = leak or bool(gaps.max() > 0.01)
    if training:
        model.train()
    return leak
