# ---
# jupyter:
#   handed_in:
#     language: zh
# ---

# %%
print(np.unique(inputs))

# %% question="diagnose"
def diagnose():
    """..."""
    return {
        "A": FINE, "B": FINE, "C": BUG, "D": SILENT, "E": SILENT,
        "F": FINE, "G": FINE, "H": FINE, "I": FINE, "J": FINE,
    }


# %% question="make_dataset"
def make_dataset(n, steps, vocab, seed):
    """..."""
    rng = np.random.default_rng(seed)
    ids = rng.integers(0, vocab, [n, steps])
    labels = []
    for row in ids:
        if sum(row[: steps // 2]) > sum(row[steps // 2 :]):
            labels.append(1)
        else:
            labels.append(0)
    return ids, np.array(labels)


# %% question="RNNClassifier"
class RNNClassifier(nn.Layer):
    """..."""

    # 和原来的程序一样，只是把尺寸换成参数
    def __init__(self, vocab_size, embedding_size, hidden_size, classes):
        super().__init__()
        self.embedding = nn.Embedding(vocab_size, embedding_size)
        self.rnn = nn.SimpleRNN(embedding_size, hidden_size, 1, time_major=True)
        self.linear = nn.Linear(hidden_size, classes)

    def forward(self, x):
        x = self.embedding(x)
        x, _ = self.rnn(x)
        x = x[:, -1, :]
        return self.linear(x)


# %% question="train_classifier"
def train_classifier(model, ids, labels, epochs, batch_size, learning_rate, seed):
    """..."""
    np.random.seed(seed)
    loader = DataLoader(
        TensorDataset((paddle.to_tensor(ids), paddle.to_tensor(labels))), batch_size=batch_size, shuffle=True
    )
    adam = paddle.optimizer.Adam(learning_rate, parameters=model.parameters())
    model.train()
    losses = []
    for epoch in range(epochs):
        total = 0
        for x, y in loader():
            loss = F.cross_entropy(model(x), y)
            loss.backward()
            adam.step()
            adam.clear_grad()
            total += loss.item() * x.shape[0]
        losses.append(total / len(ids))
        print(f"epoch {epoch + 1}: loss {losses[-1]:.3f}")
    return losses


# %% question="evaluate"
def evaluate(model, ids, labels, batch_size=64):
    """..."""
    was_training = model.training
    model.eval()
    right = 0
    for start in range(0, len(ids), batch_size):
        x = paddle.to_tensor(ids[start : start + batch_size])
        y = labels[start : start + batch_size]
        right += (model(x).numpy().argmax(axis=1) == y).sum()
    if was_training:
        model.train()
    return right / len(ids)


# %% question="detect_batch_leak"
def detect_batch_leak(model, ids):
    """..."""
    before = model(paddle.to_tensor(ids)).numpy()
    for i in range(len(ids)):
        for j in range(len(ids)):
            x = ids.copy()
            x[i] = ids[j]
            after = model(paddle.to_tensor(x)).numpy()
            difference = np.abs(after - before).max(axis=1)
            difference[i] = 0
            if difference.max() > 1e-4:
                return True
    return False
