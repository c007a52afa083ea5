"""The words that every room speaks: types, the modality contract, errors, settings. Standard library only."""
