"""Any .csv or .xlsx -> sheets of cells, and which column of a sheet holds what. Flow tables and catalogues share it."""
