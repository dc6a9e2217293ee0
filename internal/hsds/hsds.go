// Package hsds speaks the Human Services Data Specification 3, in which directories of
// services are exchanged (openreferral.org).
package hsds
