# ---
# jupyter:
#   handed_in:
#     language: en
#     ran: true
# ---

# %%
import warnings

from tqdm import tqdm

# %% question="diagnose"
def diagnose():
    """..."""
    print("C crashes, D makes zeros, E is noise, G reads across the batch")
    return {k: {"C": BUG, "D": SILENT, "E": SILENT, "G": SILENT}.get(k, FINE) for k in "ABCDEFGHIJ"}


# %% question="make_dataset"
def make_dataset(n, steps, vocab, seed):
    """..."""
    rng = np.random.default_rng(seed)
    ids = rng.choice(vocab, size=(n, steps)).astype("int64")
    print(ids[:3])
    sign = np.concatenate([np.ones(steps // 2), -np.ones(steps // 2)]).astype("int64")
    labels = (ids @ sign > 0).astype("int64")
    print("share of ones:", labels.mean())
    return ids, labels


# %% question="RNNClassifier"
class RNNClassifier(nn.Layer):
    """..."""

    def __init__(self, vocab_size, embedding_size, hidden_size, classes):
        super().__init__()
        self.net = nn.LayerList([nn.Embedding(vocab_size, embedding_size), nn.SimpleRNN(embedding_size, hidden_size)])
        self.out = nn.Linear(hidden_size, classes)
        print(self)

    def forward(self, ids):
        """Return the logits [batch, classes] of ids [batch, time] (int64 tensor)."""
        print("ids", ids.shape)
        x = self.net[0](ids)
        print("embedded", x.shape)
        states, last = self.net[1](x)
        print("states", states.shape, "last", last.shape)
        return self.out(last.squeeze(0))


# %% question="train_classifier"
def train_classifier(model, ids, labels, epochs, batch_size, learning_rate, seed):
    """..."""
    np.random.seed(seed)
    samples = TensorDataset([paddle.to_tensor(ids), paddle.to_tensor(labels)])
    loader = DataLoader(samples, batch_size=batch_size, shuffle=True)
    optimizer = paddle.optimizer.Adam(learning_rate=learning_rate, parameters=model.parameters())
    model.train()
    losses = []
    for epoch in range(epochs):
        total = 0.0
        for x, y in loader:
            warnings.warn(f"training on {len(y)} samples")
            loss = F.cross_entropy(model(x), y)
            loss.backward()
            optimizer.step()
            optimizer.clear_grad()
            total += loss.item() * len(y)
            print(f"epoch {epoch} loss {loss.item()}")
        losses.append(total / len(labels))
    return losses


# %% question="evaluate"
def evaluate(model, ids, labels, batch_size=64):
    """..."""
    mode = model.training
    model.eval()
    hits = []
    with paddle.no_grad():
        for start in range(0, len(ids), batch_size):
            answer = model(paddle.to_tensor(ids[start : start + batch_size])).argmax(-1).numpy()
            print(answer, labels[start : start + batch_size])
            hits.extend(answer == labels[start : start + batch_size])
    model.train() if mode else model.eval()
    print("accuracy", np.mean(hits))
    return np.mean(hits)


# %% question="detect_batch_leak"
def detect_batch_leak(model, ids):
    """..."""
    mode = model.training
    model.eval()
    gaps = []
    with paddle.no_grad():
        before = model(paddle.to_tensor(ids)).numpy()
        for i in range(len(ids)):
            for j in range(len(ids)):
                changed = ids.copy()
                changed[i] = ids[j]
                gap = np.abs(model(paddle.to_tensor(changed)).numpy() - before).max(axis=-1)
                print(i, j, gap)
                gaps.append(np.delete(gap, i).max())
    model.train() if mode else model.eval()
    return max(gaps) > 1e-4
