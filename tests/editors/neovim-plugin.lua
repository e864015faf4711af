-- Every command of the plugin, its completion, its health page, its help and its settings.
--
--   nvim --headless -c 'luafile neovim-plugin.lua'       run by run-neovim.sh, which installs the plugin

local here = vim.fs.dirname(vim.fs.abspath(debug.getinfo(1, 'S').source:sub(2)))
local t = dofile(here .. '/harness.lua')
local env = t.environment()
local check, expect, eventually = t.check, t.expect, t.eventually

local folder = t.scratch_copy(env.example)
local original = t.contents(folder)
vim.cmd.cd(vim.fn.fnameescape(folder))

-- What is told, and what is chosen from: a test has no hands.
local told, offered = {}, nil
vim.notify = function(text) table.insert(told, text) end
vim.ui.select = function(items, options, choose)
  offered = { items = items, prompt = options.prompt, lines = vim.tbl_map(options.format_item or tostring, items) }
  choose(items[1], 1)
end

--- An action that leaves something to write shows the place, a moment later.
local function the_place_is_shown()
  eventually('the place to write', function() return vim.api.nvim_buf_get_name(0):find('/.dateline/marks/', 1, true) end)
end

--- No message of Neovim's own stands before a result.
vim.o.shortmess = vim.o.shortmess .. 'F'

local function client() return vim.lsp.get_clients({ name = 'dateline' })[1] end

local article
local function go()
  if article then return vim.cmd.buffer(article) end
  -- The first article with findings.
  for name in vim.spairs(original) do
    if name:match('^[^/]+%.txt$') then
      vim.cmd.edit(vim.fn.fnameescape(vim.fs.joinpath(folder, name)))
      article = vim.api.nvim_get_current_buf()
      vim.wait(3000, function() return #vim.diagnostic.get(article) > 0 end, 20)
      if #vim.diagnostic.get(article) > 0 then return end
    end
  end
end

check('[install] the server starts with the first article', function()
  go()
  eventually('the server', function() return client() and client().initialized end)
  eventually('findings', function() return #vim.diagnostic.get(article) > 0 end)
end)

check('commands are completed, and an unknown one is told with those there are', function()
  local all = vim.fn.getcompletion('Dateline ', 'cmdline')
  expect(vim.deep_equal(all, require('dateline.commands').names()), 'offered are %s', vim.inspect(all))
  expect(vim.deep_equal(vim.fn.getcompletion('Dateline re', 'cmdline'), { 'registry', 'restart' }), 're gives others')
  expect(#vim.fn.getcompletion('Dateline people ', 'cmdline') == 0, 'a second command is offered')
  vim.cmd('Dateline nonsense')
  expect(told[#told]:find('there is briefing', 1, true), 'it says “%s”', told[#told])
end)

for word, name in pairs({ people = 'People', events = 'Events', quotes = 'What was said' }) do
  check(('[symbols] :Dateline %s offers them, and jumps to the one chosen'):format(word), function()
    go()
    eventually('a list', function()
      offered = nil
      vim.cmd('Dateline ' .. word)
      return vim.wait(3000, function() return offered ~= nil end, 20) and #offered.items > 1
    end, 60)
    expect(offered.prompt == name, 'the prompt is %s', offered.prompt)
    local chosen = offered.items[1].location
    expect(vim.uri_to_fname(chosen.uri) == vim.api.nvim_buf_get_name(0), 'the jump leads to %s', vim.api.nvim_buf_get_name(0))
    expect(vim.fn.line('.') == chosen.range.start.line + 1, 'the cursor is in line %d', vim.fn.line('.'))
  end)
end

check('[symbols] the beginning of a name makes the list shorter', function()
  go()
  local name = offered.items[1].name
  vim.cmd('Dateline people')
  eventually('all', function() return offered.prompt == 'People' end)
  local all, first = #offered.items, offered.items[1].name
  offered = nil
  vim.cmd('Dateline people ' .. first:match('%S+$'))
  eventually('some', function() return offered ~= nil end)
  expect(#offered.items < all and #offered.items > 0, '%d of %d (%s)', #offered.items, all, name)
end)

check('[findings-list] :Dateline findings fills the quickfix list, with codes', function()
  go()
  vim.cmd('Dateline findings')
  local list = vim.fn.getqflist({ title = 0, items = 0 })
  vim.cmd('cclose')
  expect(list.title == 'Findings' and #list.items == #vim.diagnostic.get(), '%d items', #list.items)
  expect(list.items[1].text:match('^%u%d%d%d '), 'the first is “%s”', list.items[1].text)
end)

check('[sidecar] a note goes into the sidecar, which is saved and then opens by :Dateline sidecar', function()
  go()
  vim.cmd('Dateline sidecar')
  expect(told[#told]:find('no marks yet', 1, true), 'it says “%s”', told[#told])
  vim.cmd('Dateline note')
  local path = vim.fs.joinpath(folder, '.dateline/marks', vim.fs.relpath(folder, vim.api.nvim_buf_get_name(article)) .. '.toml')
  eventually('the sidecar', function() return vim.uv.fs_stat(path) and t.read(path):find('kind = "note"', 1, true) end)
  the_place_is_shown()
  go()
  vim.cmd('Dateline sidecar')
  expect(vim.api.nvim_buf_get_name(0) == path, 'it opens %s', vim.api.nvim_buf_get_name(0))
end)

check('[autosave] without autosave_marks an action leaves the sidecar unsaved', function()
  vim.g.dateline = { autosave_marks = false }
  go()
  local sidecar = vim.fn.bufnr('/.dateline/marks/')
  vim.cmd('Dateline note')
  eventually('the note', function() return vim.bo[sidecar].modified end)
  the_place_is_shown()
  vim.wait(300, function() return false end)
  expect(vim.bo[sidecar].modified, 'it was saved all the same')
  vim.g.dateline = nil
  vim.api.nvim_buf_call(sidecar, function() vim.cmd('silent write') end)
end)

check('[cite] :Dateline cite offers drafts', function()
  go()
  offered = nil
  vim.cmd('Dateline cite')
  eventually('drafts', function() return offered and #offered.items > 1 end)
  vim.cmd('silent! wall')
end)

check('[ignore] :Dateline ignore offers how far', function()
  go()
  local first = vim.diagnostic.get(article)[1]
  vim.api.nvim_win_set_cursor(0, { first.lnum + 1, first.col })
  offered = nil
  vim.cmd('Dateline ignore')
  eventually('choices', function() return offered and #offered.items > 1 end)
  the_place_is_shown()
end)

check('[registry] :Dateline registry opens entities.toml, which the server knows', function()
  go()
  vim.cmd('Dateline registry')
  expect(vim.api.nvim_buf_get_name(0) == vim.fs.joinpath(folder, 'entities.toml'), 'it opens %s', vim.api.nvim_buf_get_name(0))
  eventually('the server', function() return #vim.lsp.get_clients({ bufnr = 0, name = 'dateline' }) == 1 end)
  vim.api.nvim_buf_set_lines(0, 0, -1, false, { 'this is no entry' })
  eventually('M905', function()
    return vim.iter(vim.diagnostic.get(0)):any(function(one) return one.code == 'M905' end)
  end)
  vim.cmd('bdelete!')
end)

check('[overview] :Dateline overview shows the folder on one screen', function()
  go()
  vim.cmd('Dateline overview')
  eventually('the window', function() return vim.api.nvim_buf_get_name(0):find('dateline://overview', 1, true) end)
  expect(vim.api.nvim_buf_line_count(0) > 5, 'it is empty')
  vim.cmd('close')
end)

check('[pages] :Dateline timeline and :Dateline dossier write pages and open them in the browser', function()
  go()
  offered = nil
  vim.cmd('Dateline people')
  eventually('people', function() return offered and #offered.items > 0 end)
  local person = offered.items[1].name
  local opened = {}
  local open = vim.ui.open
  vim.ui.open = function(path) opened[#opened + 1] = path end
  vim.cmd('Dateline timeline')
  eventually('the timeline', function() return #opened == 1 end)
  vim.cmd('Dateline dossier ' .. person)
  eventually('the dossier', function() return #opened == 2 end)
  vim.ui.open = open
  for number, words in ipairs({ '<h1>Timeline</h1>', person }) do
    local text = table.concat(vim.fn.readfile(opened[number]), '\n')
    expect(text:find(words, 1, true) and text:find('</html>', 1, true), '%s has no %s', opened[number], words)
  end
end)

check('[briefing] :Dateline briefing begins one, as a draft, and writes nothing', function()
  go()
  vim.cmd('Dateline briefing What was said')
  local name = vim.api.nvim_buf_get_name(0)
  expect(name:match('/briefings/%d+%-%d+%-%d+%-what%-was%-said%.md$'), 'it is %s', name)
  expect(vim.api.nvim_buf_get_lines(0, 0, -1, false)[4] == 'profile: draft', 'it is no draft')
  expect(vim.uv.fs_stat(name) == nil, 'it was written')
  vim.cmd('bdelete!')
end)

check('[health] :checkhealth dateline finds the program and the server', function()
  go()
  vim.cmd('silent Dateline info')
  local text = table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), '\n')
  expect(not text:find('ERROR', 1, true), 'it finds errors:\n%s', text)
  expect(text:find(folder, 1, true), 'it does not say which folder is read:\n%s', text)
  vim.cmd('bwipeout!')
end)

check('[log] :Dateline log opens the log', function()
  go()
  vim.cmd('Dateline log')
  expect(vim.api.nvim_buf_get_name(0) == vim.fs.normalize(vim.lsp.log.get_filename()), 'it opens %s', vim.api.nvim_buf_get_name(0))
  vim.cmd('bwipeout!')
end)

check('[grammar] :Dateline grammar builds it, and articles are coloured by it', function()
  go()
  vim.cmd('Dateline grammar')
  expect(told[#told]:find('is built', 1, true), 'it says “%s”', told[#told])
  vim.cmd.edit()
  eventually('colours', function() return vim.treesitter.highlighter.active[article] ~= nil end)
  expect(vim.treesitter.get_parser(article):lang() == 'briefing', 'by another grammar')
end)

check('[restart] :Dateline restart starts another server for the same buffers', function()
  go()
  local before = eventually('the server', client).id
  vim.cmd('Dateline restart')
  eventually('another server', function() return client() and client().id ~= before and client().initialized end)
  expect(client().attached_buffers[article], 'the article is not its')
end)

check('the help says what every command is for', function()
  vim.cmd('help dateline')
  for _, name in ipairs(require('dateline.commands').names()) do
    expect(pcall(vim.cmd, 'help :Dateline-' .. name), 'no help on :Dateline %s', name)
  end
end)

check('[evidence] no article was changed', function()
  local now = t.contents(folder)
  for name, bytes in pairs(original) do
    if not vim.startswith(name, 'briefings/') then expect(now[name] == bytes, '%s has changed', name) end
  end
end)

t.finish()
