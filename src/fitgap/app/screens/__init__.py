"""One file a page. A screen holds no arithmetic and calls only `Workspace`."""
