[
  (front_matter)
  (header)
  (paragraph)
  (dialogue)
  (list_item)
] @fold
