package io.tpmount.cli.control;

/**
 * One line to a mount.
 *
 * @param verb null when the sender knows verbs that this version does not
 */
record Request(Verb verb) {}
