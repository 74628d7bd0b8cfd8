"""The verbs of the command line, a file each: options in, a call of the pipeline, text and an exit code out."""
