"""The use cases. No Qt, no threads: every one is a Work that runtime or the command line drives."""
