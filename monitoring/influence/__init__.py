"""The influence report: figures with the rows behind them, as a page, a document and files."""
