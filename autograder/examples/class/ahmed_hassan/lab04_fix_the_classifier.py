# ---
# jupyter:
#   handed_in:
#     language: en
# ---

# %% question="diagnose"
def diagnose():
    """..."""
    d = {}
    for letter in "ABCDEFGHIJ":
        d[letter] = FINE
    d["C"] = BUG  # this is where it crashed, after that it worked
    return d


# %% question="make_dataset"
def make_dataset(n, steps, vocab, seed):
    """..."""
    ids = np.random.randint(0, vocab, size=(n, steps))
    labels = (ids[:, : steps // 2].sum(axis=1) > ids[:, steps // 2 :].sum(axis=1)).astype("int64")
    return ids, labels


# %% question="RNNClassifier"
class RNNClassifier(nn.Layer):
    """..."""

    def __init__(self, vocab_size, embedding_size, hidden_size, classes):
        super().__init__()
        self.emb = nn.Embedding(vocab_size, embedding_size)
        self.rnn = nn.SimpleRNN(embedding_size, hidden_size)
        self.fc = nn.Linear(hidden_size, classes)

    def forward(self, ids):
        """Return the logits [batch, classes] of ids [batch, time] (int64 tensor)."""
        x = self.emb(ids)
        x, h = self.rnn(x)
        x = self.fc(x[:, -1])
        return F.softmax(x, axis=1)


# %% question="train_classifier"
def train_classifier(model, ids, labels, epochs, batch_size, learning_rate, seed):
    """..."""
    paddle.seed(seed)
    data = TensorDataset([paddle.to_tensor(ids), paddle.to_tensor(labels)])
    loader = DataLoader(data, batch_size=batch_size, shuffle=True)
    opt = paddle.optimizer.Adam(learning_rate=learning_rate, parameters=model.parameters())
    model.train()
    losses = []
    for epoch in range(epochs):
        s = 0
        for x, y in loader:
            loss = F.cross_entropy(model(x), y)
            loss.backward()
            opt.step()
            opt.clear_grad()
            s += loss.item() * len(x)
        losses.append(s / len(ids))
    return losses


# %% question="evaluate"
def evaluate(model, ids, labels, batch_size=64):
    """..."""
    t = model.training
    model.eval()
    n = 0
    with paddle.no_grad():
        for i in range(0, len(ids), batch_size):
            p = model(paddle.to_tensor(ids[i : i + batch_size])).argmax(axis=1).numpy()
            n += (p == labels[i : i + batch_size]).sum()
    if t:
        model.train()
    return 100 * n / len(ids)


# %% question="detect_batch_leak"
def detect_batch_leak(model, ids):
    """..."""
    # change one row. if something moves it is a leak
    model.eval()
    a = model(paddle.to_tensor(ids)).numpy()
    ids2 = ids.copy()
    ids2[0] = ids2[1]
    b = model(paddle.to_tensor(ids2)).numpy()
    return bool(np.abs(a - b).sum() >= 0)
