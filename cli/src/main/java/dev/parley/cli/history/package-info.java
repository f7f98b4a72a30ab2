/// `parley history`: what an operator does to the messages that `serve chat` keeps in a folder.
package dev.parley.cli.history;
