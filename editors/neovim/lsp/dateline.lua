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
--- A folder needs no configuration. What is read as one folder is what holds `dateline.toml` or `.dateline`, or else
--- the repository, or else the working directory if the file is below it, or else the folder of the file.
--- Settings are those of `dateline.toml`, for example
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

local root_markers = { 'dateline.toml', '.dateline', '.git' }
local registries = { 'entities.toml', 'events.toml' }

---@type vim.lsp.Config
return {
  cmd = { 'dateline', 'server' },
  filetypes = { 'text', 'markdown', 'toml' },
  -- A citation is put where the next paste takes it from; the server is told that the client can do so.
  capabilities = { experimental = { commands = { commands = { 'dateline.copy' } } } },
  commands = {
    ['dateline.copy'] = function(command)
      vim.fn.setreg('"', command.arguments[1])
      if vim.fn.has('clipboard') == 1 then vim.fn.setreg('+', command.arguments[1]) end
    end,
  },
  handlers = {
    -- Neovim takes the places of outgoing calls for places in the file of who is called. They are in the file of who
    -- calls; who is called stands at the words that were said.
    ['callHierarchy/outgoingCalls'] = function(_, calls)
      local items = vim.tbl_map(function(call)
        local start = call.to.selectionRange.start
        return {
          filename = vim.uri_to_fname(call.to.uri),
          text = call.to.name .. (call.to.detail and ': ' .. call.to.detail or ''),
          lnum = start.line + 1,
          col = start.character + 1,
        }
      end, calls or {})
      vim.fn.setqflist({}, ' ', { title = 'Spoken about', items = items })
      vim.cmd('botright copen')
    end,
  },
  root_dir = function(bufnr, on_dir)
    -- Of TOML files only what is said of articles and names: the buffers of sidecars and registries count while they
    -- are open.
    local name = vim.fs.normalize(vim.api.nvim_buf_get_name(bufnr))
    local annotated = name:match('^(.*)/%.dateline/marks/')
    -- A sidecar belongs to the folder of its article, also before it is on disk.
    if annotated then return on_dir(annotated) end
    local registry = vim.list_contains(registries, vim.fs.basename(name))
    if vim.bo[bufnr].filetype == 'toml' and not registry and not vim.endswith(name, '.dateline.toml') then return end
    for _, marker in ipairs(root_markers) do
      local root = vim.fs.root(bufnr, marker)
      if root then return on_dir(root) end
    end
    -- root_markers alone would leave a folder without any of them to be read file by file.
    local file = vim.api.nvim_buf_get_name(bufnr)
    local cwd = vim.fn.getcwd()
    local too_wide = cwd == vim.uv.os_homedir() or cwd == vim.fs.dirname(cwd)
    local inside = not too_wide and vim.fs.relpath(cwd, file) ~= nil
    on_dir(inside and cwd or file ~= '' and vim.fs.dirname(file) or nil)
  end,
}
