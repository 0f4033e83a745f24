"""What the machine gives: folders, settings, keystore, log, resources, the child process."""
