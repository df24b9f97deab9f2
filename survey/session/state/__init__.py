"""The live answers of one session: the tree, recomputation, loading, actions, choice lists."""
