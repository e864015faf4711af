--- Writes sidecars and registries that were changed from elsewhere: by an action on an article.

local dateline = require('dateline')

local M = {}

local function write(buffer)
  if not vim.api.nvim_buf_is_loaded(buffer) or not vim.bo[buffer].modified then return end
  local ok, why = pcall(vim.api.nvim_buf_call, buffer, function() vim.cmd('silent write ++p') end)
  if not ok then dateline.warn(('%s is not saved: %s'):format(vim.api.nvim_buf_get_name(buffer), why)) end
end

--- What is typed into a sidecar is the reader's own to save: only changes made while another buffer is current count.
---@param buffer integer
function M.watch(buffer)
  if vim.b[buffer].dateline_watched then return end
  vim.b[buffer].dateline_watched = true
  local waiting = false
  vim.api.nvim_buf_attach(buffer, false, {
    on_lines = function()
      local elsewhere = vim.api.nvim_get_current_buf() ~= buffer
      if not elsewhere or waiting or not dateline.options().autosave_marks then return end
      waiting = true
      -- An action is several edits; once it is made the file is written whole.
      vim.schedule(function()
        waiting = false
        write(buffer)
      end)
    end,
    on_detach = function()
      if vim.api.nvim_buf_is_valid(buffer) then vim.b[buffer].dateline_watched = nil end
    end,
  })
end

return M
