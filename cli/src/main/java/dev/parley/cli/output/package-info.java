/// How messages are printed and recorded: formats, time stamps, transcripts and recordings.
package dev.parley.cli.output;
