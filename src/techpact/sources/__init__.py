"""One file per published dataset: a card on top, then a short strict reader."""
