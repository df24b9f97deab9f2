"""One widget per kind of question, all with the same few signals; ``factory.make_field`` chooses."""
