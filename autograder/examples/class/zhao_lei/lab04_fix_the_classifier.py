# ---
# jupyter:
#   handed_in:
#     language: zh
# ---

# %% question="diagnose"
def diagnose():
    """..."""
    # 都是有问题的代码
    return {letter: SILENT for letter in "ABCDEFGHIJ"}


# %% question="make_dataset"
def make_dataset(n, steps, vocab, seed):
    """..."""
    np.random.seed(seed)
    ids = np.random.rand(n, steps).astype("int64")
    labels = (ids[:, : steps // 2].sum(axis=1) > ids[:, steps // 2 :].sum(axis=1)).astype("int64")
    return ids, labels


# %% question="RNNClassifier"
class RnnClassifier(nn.Layer):
    """..."""

    def __init__(self, vocab_size, embedding_size, hidden_size, classes):
        super().__init__()
        self.embedding = nn.Embedding(vocab_size, embedding_size)
        self.rnn = nn.SimpleRNN(embedding_size, hidden_size)
        self.linear = nn.Linear(hidden_size, classes)

    def forward(self, ids):
        """Return the logits [batch, classes] of ids [batch, time] (int64 tensor)."""
        outputs, h = self.rnn(self.embedding(ids))
        return self.linear(outputs[:, -1])


# %% question="train_classifier"
def train_classifier(model, ids, labels, epochs, batch_size, learning_rate, seed):
    """..."""
    np.random.seed(seed)
    loader = DataLoader(TensorDataset([paddle.to_tensor(ids), paddle.to_tensor(labels)]), batch_size=batch_size, shuffle=True)
    optimizer = paddle.optimizer.Adam(learning_rate=learning_rate, parameters=model.parameters())
    losses = []
    model.train()
    for epoch in range(epochs):
        total = 0.0
        for x, y in loader:
            logits = model(x)
            loss = F.cross_entropy(F.softmax(logits), y)
            loss.backward()
            optimizer.step()
            optimizer.clear_grad()
            total += loss.item() * len(y)
        losses.append(total / len(labels))
    return losses


# %% question="evaluate"
def evaluate(model, ids, labels, batch_size=64):
    """..."""
    model.eval()
    right = 0
    for start in range(0, len(ids), batch_size):
        logits = model(paddle.to_tensor(ids[start : start + batch_size]))
        right += int((logits.argmax(axis=1).numpy() == labels[start : start + batch_size]).sum())
    model.train()
    return right / len(ids)


# %% question="detect_batch_leak"
def detect_batch_leak(model, ids):
    """..."""
    for layer in model.sublayers():
        if getattr(layer, "time_major", False):
            return True
    return False
