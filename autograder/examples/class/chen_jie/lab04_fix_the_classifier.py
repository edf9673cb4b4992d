# ---
# jupyter:
#   handed_in:
#     language: zh
#     cut: true
# ---

# %% question="diagnose"
def diagnose():
    """..."""
    return dict(A=FINE, B=FINE, C=BUG, D=SILENT, E=SILENT, F=FINE, G=SILENT, H=FINE, I=FINE, J=FINE)


# %% question="make_dataset"
def make_dataset(n, steps, vocab, seed):
    """..."""
    rng = np.random.default_rng(seed)
    ids = rng.integers(0, vocab, [n, steps])
    labels = (ids[:, : steps // 2].sum(axis=1) > ids[:, steps // 2 :].sum(axis=1)).astype("int64")
    return ids, labels
