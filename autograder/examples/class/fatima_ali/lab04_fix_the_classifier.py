# ---
# jupyter:
#   handed_in:
#     language: en
# ---

# %% question="diagnose"
def diagnose():
    """..."""
    return {
        "A": "fine",
        "B": "fine",
        "C": "Bug",
        "D": "silent",
        "E": "silent",
        "F": "fine",
        "G": "silent",
        "H": "fine",
        "I": "fine",
        "J": "fine",
    }


# %% question="make_dataset"
def make_dataset(n, steps, vocab, seed):
    """..."""
    rng = np.random.default_rng(seed)
    ids = rng.integers(0, vocab, [n, steps])
    labels = np.zeros(n)
    labels[ids[:, : steps // 2].sum(axis=1) > ids[:, steps // 2 :].sum(axis=1)] = 1
    return ids, labels


# %% question="RNNClassifier"
class RNNClassifier(nn.Layer):
    """..."""

    def __init__(self, vocab_size, embedding_size, hidden_size, classes):
        self.embedding = nn.Embedding(vocab_size, embedding_size)
        self.rnn = nn.SimpleRNN(embedding_size, hidden_size)
        self.linear = nn.Linear(hidden_size, classes)

    def forward(self, ids):
        """Return the logits [batch, classes] of ids [batch, time] (int64 tensor)."""
        x = self.embedding(ids)
        x, h = self.rnn(x)
        return self.linear(x[:, -1, :])


# %% question="train_classifier"
def train_classifier(model, ids, labels, epochs, batch_size, learning_rate, seed):
    """..."""
    np.random.seed(seed)
    loader = DataLoader(TensorDataset([ids, labels]), batch_size=batch_size, shuffle=True)
    optimizer = paddle.optimizer.Adam(learning_rate, model.parameters())
    losses = []
    for epoch in range(epochs):
        for x, y in loader:
            loss = F.cross_entropy(model(x), y)
            loss.backward()
            optimizer.step()
            optimizer.clear_grad()
        losses.append(loss)
    return losses


# %% question="evaluate"
def evaluate(model, ids, labels, batch_size=64):
    """..."""
    was_training = model.training
    model.eval()
    logits = model(ids)
    accuracy = (logits.argmax(axis=1) == labels).mean()
    if was_training:
        model.train()
    return accuracy


# %% question="detect_batch_leak"
def detect_batch_leak(model, ids):
    """..."""
    model.eval()
    logits = model(paddle.to_tensor(ids))
    for row in range(len(ids)):
        alone = model(paddle.to_tensor(ids[row]))
        if (alone - logits[row]).abs().max() > 1e-4:
            return True
    return False
