# ---
# jupyter:
#   handed_in:
#     language: zh
# ---

# %% question="diagnose"
def diagnose():
    """..."""
    return {
        "A": FINE, "B": FINE, "C": BUG, "D": SILENT, "E": SILENT,
        "F": FINE, "G": BUG, "H": FINE, "I": FINE, "J": FINE,
    }


# %% question="make_dataset"
def make_dataset(n, steps, vocab, seed):
    """..."""
    ids = np.random.RandomState(seed).randint(0, vocab, (n, steps))
    a, b = np.split(ids, 2, axis=1)
    return ids, (a.sum(axis=1) > b.sum(axis=1)).astype("int64")


# %% question="RNNClassifier"
class RNNClassifier(nn.Layer):
    """..."""

    def __init__(self, vocab_size, embedding_size, hidden_size, classes):
        super().__init__()
        self.embedding = nn.Embedding(vocab_size, embedding_size)
        # 两个偏置是多余的，关掉一个
        self.rnn = nn.SimpleRNN(embedding_size, hidden_size, bias_ih_attr=False)
        self.linear = nn.Linear(hidden_size, classes)

    def forward(self, ids):
        """Return the logits [batch, classes] of ids [batch, time] (int64 tensor)."""
        out, h = self.rnn(self.embedding(ids))
        return self.linear(out[:, -1, :])


# %% question="train_classifier"
def train_classifier(model, ids, labels, epochs, batch_size, learning_rate, seed):
    """..."""
    np.random.seed(seed)
    dataset = TensorDataset([paddle.to_tensor(ids), paddle.to_tensor(labels)])
    loader = DataLoader(dataset, batch_size=batch_size, shuffle=True)
    optimizer = paddle.optimizer.Adam(learning_rate=learning_rate, parameters=model.parameters())
    model.train()
    losses = []
    for epoch in range(epochs):
        for x, y in loader:
            loss = F.cross_entropy(model(x), y)
            loss.backward()
            optimizer.step()
            optimizer.clear_grad()
        losses.append(loss.item())
    return losses


# %% question="evaluate"
def evaluate(model, ids, labels, batch_size=64):
    """..."""
    model.eval()
    right = 0
    with paddle.no_grad():
        for i in range(0, len(ids), batch_size):
            logits = model(paddle.to_tensor(ids[i : i + batch_size]))
            right += int((logits.argmax(axis=1).numpy() == labels[i : i + batch_size]).sum())
    model.train()
    return right / len(ids)


# %% question="detect_batch_leak"
def detect_batch_leak(model, ids):
    """..."""
    return getattr(model, "rnn", None) is not None and model.rnn.time_major
