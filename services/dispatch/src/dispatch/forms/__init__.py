"""Forms of the source documents, as people read, print and sign them."""
