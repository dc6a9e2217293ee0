package taxonomy

// Themes are the four areas of the CITIES GROW programme: contracts for migrant entrepreneurs (a),
// employers (b), business support (c), against discrimination (d).
func Themes() []string { return []string{"a", "b", "c", "d"} }
