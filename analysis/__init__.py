"""Numbers and judgements over what was recorded: pure, between the exchange and the use cases. Its rooms come later."""
