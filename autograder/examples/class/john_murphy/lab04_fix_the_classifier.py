# ---
# jupyter:
#   handed_in:
#     language: en
#     ran: true
# ---

# %% question="diagnose"
def diagnose():
    """..."""
    verdicts = {}
    for letter in "ABCDEFGHIJ":
        if letter == "C":
            verdicts[letter] = "bug"
        elif letter in "DEG":
            verdicts[letter] = "silent bug"
        else:
            verdicts[letter] = "fine"
    return verdicts


# %% question="make_dataset"
def make_dataset(n, steps, vocab, seed):
    """..."""
    rng = np.random.default_rng(seed)
    ids = np.zeros((n, steps), dtype="int64")
    labels = np.zeros(n, dtype="int64")
    for row in range(n):
        for step in range(steps):
            ids[row, step] = rng.integers(vocab)
        if ids[row, : steps // 2].sum() > ids[row, steps // 2 :].sum():
            labels[row] = 1
    return ids, labels


# %% question="RNNClassifier"
class RNNClassifier(nn.Layer):
    """..."""

    def __init__(self, vocab_size, embedding_size, hidden_size, classes):
        super().__init__()
        self.embedding = nn.Embedding(vocab_size, embedding_size)
        self.cell = nn.SimpleRNNCell(embedding_size, hidden_size)
        self.linear = nn.Linear(hidden_size, classes)

    def forward(self, ids):
        """Return the logits [batch, classes] of ids [batch, time] (int64 tensor)."""
        # By hand, as in lab 2: then nobody can mix up my axes.
        x = self.embedding(ids)
        h = paddle.zeros([ids.shape[0], self.cell.hidden_size])
        for t in range(ids.shape[1]):
            _, h = self.cell(x[:, t], h)
        return self.linear(h)


# %% question="train_classifier"
def train_classifier(model, ids, labels, epochs, batch_size, learning_rate, seed):
    """..."""
    generator = np.random.RandomState(seed)
    optimizer = paddle.optimizer.Adam(learning_rate=learning_rate, parameters=model.parameters())
    criterion = nn.CrossEntropyLoss()
    model.train()
    history = []
    for _ in range(epochs):
        order = np.arange(len(ids))
        generator.shuffle(order)
        weighted = []
        start = 0
        while start < len(ids):
            rows = order[start : start + batch_size]
            optimizer.clear_grad()
            loss = criterion(model(paddle.to_tensor(ids[rows])), paddle.to_tensor(labels[rows]))
            loss.backward()
            optimizer.step()
            weighted.append(float(loss) * len(rows))
            start += batch_size
        history.append(sum(weighted) / len(ids))
    return history


# %% question="evaluate"
def evaluate(model, ids, labels, batch_size=64):
    """..."""
    before = model.training
    model.eval()
    right = 0
    for start in range(0, len(ids), batch_size):
        stop = min(start + batch_size, len(ids))
        logits = model(paddle.to_tensor(ids[start:stop])).numpy()
        for row in range(stop - start):
            if logits[row].argmax() == labels[start + row]:
                right += 1
    if before:
        model.train()
    else:
        model.eval()
    return right / len(ids)


# %% question="detect_batch_leak"
def detect_batch_leak(model, ids):
    """..."""
    was_training = model.training
    model.eval()
    worst = 0.0
    with paddle.no_grad():
        reference = model(paddle.to_tensor(ids)).numpy()
        for changed_row in range(ids.shape[0]):
            for donor in range(ids.shape[0]):
                trial = np.array(ids)
                trial[changed_row] = ids[donor]
                logits = model(paddle.to_tensor(trial)).numpy()
                for row in range(ids.shape[0]):
                    if row != changed_row:
                        worst = max(worst, np.abs(logits[row] - reference[row]).max())
    if was_training:
        model.train()
    return bool(worst > 1e-4)
