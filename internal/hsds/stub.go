package hsds

func ID(parts ...string) string { return parts[len(parts)-1] }
