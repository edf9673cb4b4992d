# ---
# jupyter:
#   handed_in:
#     language: en
# ---

# %% question="diagnose"
def diagnose():
    """..."""
    return {"C": BUG, "D": SILENT, "E": SILENT, "G": SILENT}  # to do: the other letters


# %% question="make_dataset"
def make_dataset(n, steps, vocab, seed):
    """..."""
    rng = np.random.default_rng(seed)
    ids = rng.integers(0, vocab, [n, steps])
    half = steps // 2
    labels = (ids[:, :half].sum(axis=1) > ids[:, half:].sum(axis=1)).astype("int64")
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
        raise NotImplementedError("RNNClassifier: look the ids up, read them step by step, turn the last state into logits")


# %% question="train_classifier"
def train_classifier(model, ids, labels, epochs, batch_size, learning_rate, seed):
    """..."""
    np.random.seed(seed)
    model.train()
    losses = []
    # ???
    return losses
