"""Looks up an id far outside of an embedding with padding_idx, which reads memory that is not the embedding's."""
# bites: death
# ends: crashed error


def double(x):
    table = nn.Embedding(4, 3, padding_idx=0)
    loss = table(paddle.to_tensor([[1 << 40]])).sum()
    loss.backward()
    return loss
