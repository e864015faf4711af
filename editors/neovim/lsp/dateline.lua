---@brief
---
--- https://github.com/OWNER/dateline
---
--- Language server for folders of plain-text news articles and briefings: who said it, and when?
---
--- `dateline` can be installed with cargo:
---
--- ```sh
--- cargo install --git https://github.com/OWNER/dateline dateline
--- ```
---
--- A folder needs no configuration. Settings are those of `dateline.toml`, for example
---
--- ```lua
--- vim.lsp.config('dateline', {
---   settings = {
---     dateline = {
---       density = 'all',
---       rules = { D103 = 'warning' },
---     },
---   },
--- })
--- ```

---@type vim.lsp.Config
return {
  cmd = { 'dateline', 'server' },
  filetypes = { 'text', 'markdown' },
  root_markers = { 'dateline.toml', '.dateline', '.git' },
}
