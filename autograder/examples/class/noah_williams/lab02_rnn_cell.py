# ---
# jupyter:
#   handed_in:
#     language: en
# ---
