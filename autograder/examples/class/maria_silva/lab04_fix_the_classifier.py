# ---
# jupyter:
#   handed_in:
#     language: en
#     ran: true
# ---

# %% question="diagnose"
def diagnose():
    """..."""
    answer = dict.fromkeys("ABFHIJ", FINE)
    answer.update(C=BUG, D=SILENT, E=SILENT, G=SILENT)
    return answer


# %% question="make_dataset"
def make_dataset(n, steps, vocab, seed):
    """..."""
    random = np.random.RandomState(seed)
    ids = random.randint(0, vocab, size=[n, steps]).astype(np.int64)
    halves = ids.reshape(n, 2, steps // 2).sum(axis=2)  # [n, 2]
    labels = (halves[:, 0] > halves[:, 1]).astype(np.int64)
    return ids, labels


# %% question="RNNClassifier"
class RNNClassifier(nn.Layer):
    """..."""

    def __init__(self, vocab_size, embedding_size, hidden_size, classes):
        super().__init__()
        self.embedding = nn.Embedding(vocab_size, embedding_size)
        # I keep time_major, but then it has to get what it wants: time first.
        self.rnn = nn.SimpleRNN(embedding_size, hidden_size, time_major=True)
        self.linear = nn.Linear(hidden_size, classes)

    def forward(self, ids):
        """Return the logits [batch, classes] of ids [batch, time] (int64 tensor)."""
        x = self.embedding(ids)  # [batch, time, embedding]
        x = x.transpose([1, 0, 2])  # [time, batch, embedding]
        x, _ = self.rnn(x)  # [time, batch, hidden]
        x = x.transpose([1, 0, 2])  # [batch, time, hidden]
        return self.linear(x[:, -1, :])


# %% question="train_classifier"
def train_classifier(model, ids, labels, epochs, batch_size, learning_rate, seed):
    """..."""
    random = np.random.default_rng(seed)
    optimizer = paddle.optimizer.Adam(learning_rate=learning_rate, parameters=model.parameters())
    model.train()
    losses = []
    for epoch in range(epochs):
        order = random.permutation(len(ids))
        total = 0.0
        for batch in [order[i : i + batch_size] for i in range(0, len(order), batch_size)]:
            loss = F.cross_entropy(model(paddle.to_tensor(ids[batch])), paddle.to_tensor(labels[batch]), reduction="sum")
            (loss / len(batch)).backward()
            optimizer.step()
            optimizer.clear_grad()
            total += loss.item()
        losses.append(total / len(ids))
    return losses


# %% question="evaluate"
def evaluate(model, ids, labels, batch_size=64):
    """..."""
    mode = model.training
    model.eval()
    correct = 0
    with paddle.no_grad():
        for i in range(0, len(labels), batch_size):
            logits = model(paddle.to_tensor(ids[i : i + batch_size]))
            target = paddle.to_tensor(labels[i : i + batch_size])
            correct += (logits.argmax(axis=-1) == target).astype("int64").sum().item()
    if mode:
        model.train()
    return correct / len(labels)


# %% question="detect_batch_leak"
def detect_batch_leak(model, ids):
    """..."""
    was_training = model.training
    model.eval()
    try:
        with paddle.no_grad():
            # Behaviour in words: a row alone must get what it gets in company, and in any company.
            original = model(paddle.to_tensor(ids)).numpy()
            for row in range(ids.shape[0]):
                for shift in range(1, ids.shape[0]):
                    company = np.roll(ids, shift, axis=0)  # everybody else is another row now
                    company[row] = ids[row]
                    logits = model(paddle.to_tensor(company)).numpy()
                    if np.abs(logits[row] - original[row]).max() > 1e-4:
                        return True
        return False
    finally:
        if was_training:
            model.train()
