package casework

// PageSize is how many cases a page of the queue has.
const PageSize = pageSize
