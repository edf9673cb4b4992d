# ---
# jupyter:
#   handed_in:
#     language: zh
#     ran: true
# ---

# %% question="diagnose"
def diagnose():
    """..."""
    verdict = {letter: FINE for letter in "ABCDEFGHIJ"}
    verdict["C"] = BUG  # 多了一个轴，循环层报错
    verdict["D"] = SILENT  # 取整之后全是 0
    verdict["E"] = SILENT  # 标签是随机的，学不到东西
    verdict["G"] = SILENT  # 数据是批次在前
    return verdict


# %% question="make_dataset"
def make_dataset(n, steps, vocab, seed):
    """..."""
    rng = np.random.default_rng(seed)
    ids = rng.integers(0, vocab, size=(n, steps))
    front = ids[:, : steps // 2].sum(axis=1)
    back = ids[:, steps // 2 :].sum(axis=1)
    labels = np.where(front > back, 1, 0)
    return ids.astype("int64"), labels.astype("int64")


# %% question="RNNClassifier"
class RNNClassifier(nn.Layer):
    """..."""

    def __init__(self, vocab_size, embedding_size, hidden_size, classes):
        super().__init__()
        self.embedding = nn.Embedding(vocab_size, embedding_size)
        self.rnn = nn.SimpleRNN(embedding_size, hidden_size)  # 去掉 time_major，数据本来就是批次在前
        self.linear = nn.Linear(hidden_size, classes)

    def forward(self, ids):
        """Return the logits [batch, classes] of ids [batch, time] (int64 tensor)."""
        e = self.embedding(ids)  # [batch, time, embedding]
        _, h = self.rnn(e)  # [1, batch, hidden]
        return self.linear(h[-1])  # 最后一层的最终状态


# %% question="train_classifier"
def train_classifier(model, ids, labels, epochs, batch_size, learning_rate, seed):
    """..."""
    np.random.seed(seed)
    data = TensorDataset([paddle.to_tensor(ids), paddle.to_tensor(labels)])
    loader = DataLoader(data, batch_size=batch_size, shuffle=True)
    adam = paddle.optimizer.Adam(learning_rate, parameters=model.parameters())
    model.train()
    history = []
    for epoch in range(epochs):
        loss_sum, count = 0.0, 0
        for x, y in loader:
            loss = F.cross_entropy(model(x), y)
            adam.clear_grad()
            loss.backward()
            adam.step()
            loss_sum += float(loss) * len(y)
            count += len(y)
        history.append(loss_sum / count)
    return history


# %% question="evaluate"
def evaluate(model, ids, labels, batch_size=64):
    """..."""
    training = model.training
    model.eval()
    predictions = []
    with paddle.no_grad():
        for start in range(0, len(ids), batch_size):
            logits = model(paddle.to_tensor(ids[start : start + batch_size]))
            predictions.append(paddle.argmax(logits, axis=-1).numpy())
    if training:
        model.train()
    return float(np.mean(np.concatenate(predictions) == labels))


# %% question="detect_batch_leak"
def detect_batch_leak(model, ids):
    """..."""
    training = model.training
    model.eval()

    def logits(batch):
        with paddle.no_grad():
            return model(paddle.to_tensor(batch)).numpy()

    before = logits(ids)
    leak = False
    # 轮流把第 i 行换成第 j 行，看其他行的 logits 动不动
    for i in range(len(ids)):
        others = [k for k in range(len(ids)) if k != i]
        for j in others:
            changed = ids.copy()
            changed[i] = ids[j]
            if np.abs(logits(changed)[others] - before[others]).max() > 1e-4:
                leak = True
    if training:
        model.train()
    return leak
