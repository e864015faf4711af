-- dateline in real Neovim, on a scratch copy of the example folder: findings, hover, definition, references, typing.
-- What the answers should be is asked of `dateline extract`, so that this test names no person and no article.
--
--   nvim --clean --headless -u NONE -l neovim.lua       run by run-neovim.sh, which sets the environment

local here = vim.fs.dirname(vim.fs.abspath(arg[0]))
local t = dofile(here .. '/harness.lua')
local env = t.environment()
local check, expect, eventually = t.check, t.expect, t.eventually

-- As the setup page says: the folder of lsp/dateline.lua on the runtime path, and one line. Only the program is named.
vim.o.swapfile = false
vim.o.shada = ''
vim.cmd('filetype on')
vim.opt.runtimepath:prepend(env.editors .. '/neovim')
vim.lsp.config('dateline', { cmd = { env.program, 'server' } })
vim.lsp.enable('dateline')

local folder = t.scratch_copy(env.example)
local facts = t.facts(env.program, folder)
local original = t.contents(folder)

-- A person many articles name, with a role, and a place that names the person in an article other than the one that
-- introduces the person.
local function choose()
  local people = vim.tbl_filter(function(entity)
    return entity.kind == 'person' and entity.documents >= 2 and entity.definition and #(entity.roles or {}) > 0
  end, facts.entities)
  table.sort(people, function(a, b)
    if a.documents ~= b.documents then return a.documents > b.documents end
    if a.mentions ~= b.mentions then return a.mentions > b.mentions end
    return a.id < b.id
  end)
  local person = people[1] or t.give_up('the example folder has no person with a role who is in two articles')
  local paths = vim.tbl_keys(facts.files)
  table.sort(paths)
  for _, path in ipairs(paths) do
    for _, mention in ipairs(facts.files[path].mentions) do
      if mention.entity == person.id and mention.form == 'name' and path ~= person.definition.path then
        return person, path, mention
      end
    end
  end
  t.give_up(('%s is named in one article only'):format(person.name))
end

local person, path, mention = choose()

local function open(relative)
  local name = vim.fs.joinpath(folder, relative)
  -- Opening the file that is open would read it anew.
  if vim.api.nvim_buf_get_name(0) ~= name then vim.cmd.edit(vim.fn.fnameescape(name)) end
  return vim.api.nvim_get_current_buf()
end

local function client()
  return vim.lsp.get_clients({ name = 'dateline' })[1]
end

local function request(method, params)
  local answer, why = client():request_sync(method, params, 10000, vim.api.nvim_get_current_buf())
  expect(answer, '%s: %s', method, why)
  expect(not answer.err, '%s: %s', method, vim.inspect(answer.err))
  return answer.result
end

local function position()
  return vim.lsp.util.make_position_params(0, client().offset_encoding)
end

--- Puts the cursor on the chosen mention, whatever file was open.
local function go()
  open(path)
  local line, byte = unpack(t.place(original[path], mention.core and mention.core[1] or mention.start))
  vim.api.nvim_win_set_cursor(0, { line + 1, byte })
end

local function relative(uri)
  return vim.fs.relpath(folder, vim.uri_to_fname(uri))
end

--- A location as `path:line:byte`.
local function key(file, line, byte)
  return ('%s:%d:%d'):format(file, line, byte)
end

local function keys_of(locations)
  local keys = {}
  for _, location in ipairs(locations or {}) do
    local range = location.range or location.targetSelectionRange
    keys[key(relative(location.uri or location.targetUri), range.start.line, range.start.character)] = true
  end
  return keys
end

local function has_word_of(text, name)
  local words = vim.split(name, '%s+')
  return text:find(words[#words], 1, true) ~= nil
end

local function hover_text()
  local answer = request('textDocument/hover', position())
  if not answer then return '' end
  local contents = answer.contents
  return type(contents) == 'string' and contents or contents.value or table.concat(contents, '\n')
end

local function references()
  local params = position()
  params.context = { includeDeclaration = true }
  return request('textDocument/references', params) or {}
end

local function findings(buffer)
  return vim.tbl_map(function(one)
    return ('%s %d:%d-%d:%d'):format(one.code, one.lnum, one.col, one.end_lnum, one.end_col)
  end, vim.diagnostic.get(buffer))
end

-- ---------------------------------------------------------------------------------------------------------------------

vim.cmd.cd(vim.fn.fnameescape(folder)) -- as one who works on that folder
local buffer = open(path)

check('the server starts in a folder without configuration', function()
  expect(vim.bo.filetype == 'text' or vim.bo.filetype == 'markdown', 'file type is %s', vim.bo.filetype)
  eventually('the server', function() return client() and client().initialized end)
  expect(client().root_dir == folder, 'its folder is %s, not %s', client().root_dir, folder)
  local says = t.run(env.program, '--version')
  local info = expect(client().server_info, 'the server does not say what it is')
  expect(says:find(info.version or '?', 1, true), '“%s” is not the version in “%s”', info.version, vim.trim(says))
end)
if not client() then t.finish() end

check('positions are counted in bytes, which Neovim prefers', function()
  expect(client().offset_encoding == 'utf-8', 'they are counted in %s', client().offset_encoding)
end)

check('findings arrive', function()
  local most, count = nil, 0
  for name, file in pairs(facts.files) do
    if #file.findings > count or (#file.findings == count and most and name < most) then
      most, count = name, #file.findings
    end
  end
  expect(most, '`dateline extract` finds nothing in the example folder')
  local codes = {}
  for _, finding in ipairs(facts.files[most].findings) do codes[finding.code] = true end

  local other = open(most)
  eventually('findings in ' .. most, function() return #vim.diagnostic.get(other) > 0 end)
  local last = vim.api.nvim_buf_line_count(other)
  for _, one in ipairs(vim.diagnostic.get(other)) do
    local told = vim.inspect(one)
    expect(codes[one.code], 'a code the command line does not give here: %s', told)
    expect(one.source == 'dateline', 'no source: %s', told)
    expect(#one.message > 10, 'no message: %s', told)
    expect(one.lnum < last and one.end_lnum <= last, 'outside the text: %s', told)
    expect(one.lnum ~= one.end_lnum or one.col < one.end_col, 'covers nothing: %s', told)
  end
end)

check('hover on a person tells name and role', function()
  go()
  -- While the folder is being read an answer says so, and may still change.
  local text = eventually('the whole folder to be read', function()
    local now = hover_text()
    return now:find(person.name, 1, true) and not now:find('of [%d,]+ articles read') and now
  end)
  local told = vim.iter(person.roles):any(function(role) return text:find(role.title, 1, true) ~= nil end)
  expect(told, 'none of the roles of %s in:\n%s', person.name, text)
end)

check('hover opens a window that says so', function()
  go()
  vim.lsp.buf.hover()
  local window = eventually('the window', function()
    return vim.iter(vim.api.nvim_list_wins()):find(function(win)
      return vim.api.nvim_win_get_config(win).relative ~= ''
    end)
  end)
  local lines = vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(window), 0, -1, false)
  vim.api.nvim_win_close(window, true)
  local text = table.concat(lines, '\n')
  expect(text:find(person.name, 1, true), '%s is not in:\n%s', person.name, text)
end)

check('definition jumps to the article that introduces the person', function()
  go()
  vim.lsp.buf.definition()
  local wanted = vim.fs.joinpath(folder, person.definition.path)
  eventually('the jump to ' .. person.definition.path, function()
    return vim.api.nvim_buf_get_name(0) == wanted
  end)
  local row, byte = unpack(vim.api.nvim_win_get_cursor(0))
  local first = t.place(original[person.definition.path], person.definition.start)
  local last = t.place(original[person.definition.path], person.definition['end'])
  expect(
    row - 1 >= first[1] and row - 1 <= last[1] and (row - 1 > first[1] or byte >= first[2]),
    'the cursor is at %d:%d, the introduction at %d:%d', row, byte, first[1] + 1, first[2]
  )
end)

check('references are every place that names the person, in every article', function()
  go()
  local found = keys_of(references())
  local files, missing = {}, {}
  for name, file in pairs(facts.files) do
    for _, one in ipairs(file.mentions) do
      if one.entity == person.id and one.form == 'name' then
        local start, core = t.place(original[name], one.start), t.place(original[name], (one.core or { one.start })[1])
        if found[key(name, start[1], start[2])] or found[key(name, core[1], core[2])] then
          files[name] = true
        else
          table.insert(missing, key(name, start[1] + 1, start[2] + 1))
        end
      end
    end
  end
  expect(#missing == 0, '%s is missing at %s', person.name, table.concat(missing, ', '))
  local count = vim.tbl_count(files)
  expect(count == person.documents and count >= 2, 'in %d articles, not %d', count, person.documents)
end)

check('the name is found from anywhere in the folder', function()
  local answer = request('workspace/symbol', { query = person.name }) or {}
  local found = vim.iter(answer):any(function(symbol) return symbol.name:find(person.name, 1, true) ~= nil end)
  expect(found, '%s is not among %d symbols', person.name, #answer)
end)

check('[outline] the outline holds the headline', function()
  go()
  local articles = vim.tbl_filter(function(article) return article.title end, facts.files[path].articles)
  expect(#articles > 0, 'no article of %s has a title', path)
  local text = original[path]
  local title = text:sub(
    vim.str_byteindex(text, 'utf-32', articles[1].title[1]) + 1,
    vim.str_byteindex(text, 'utf-32', articles[1].title[2])
  )
  local outline = request('textDocument/documentSymbol', { textDocument = vim.lsp.util.make_text_document_params() })
  local names = vim.tbl_map(function(symbol) return symbol.name end, outline or {})
  local start = vim.trim(title):sub(1, 20)
  local found = vim.iter(names):any(function(name) return name:find(start, 1, true) ~= nil end)
  expect(found, '“%s” is not in the outline: %s', start, vim.inspect(names))
end)

check('[calls] who speaks about the person, and whom the person speaks about, are lists that lead to the words', function()
  local function list(ask, title)
    go()
    vim.fn.setqflist({}, ' ', { title = 'nothing yet', items = {} })
    ask()
    eventually(title, function() return vim.fn.getqflist({ title = 0 }).title == title end)
    local items = vim.fn.getqflist()
    vim.cmd('cclose')
    return items
  end
  local about = list(vim.lsp.buf.outgoing_calls, 'Spoken about')
  expect(#about > 0, '%s speaks about nobody', person.name)
  for _, item in ipairs(about) do
    local name = item.text:match('^(.-):')
    local line = vim.fn.readfile(vim.api.nvim_buf_get_name(item.bufnr))[item.lnum]
    local words = line:sub(item.col, item.col + 60)
    expect(words:find('%S'), 'nothing stands where %s is spoken about', name)
  end
  local by = list(vim.lsp.buf.incoming_calls, 'LSP call hierarchy')
  for _, item in ipairs(by) do
    expect(item.text ~= person.name, '%s speaks about himself', person.name)
  end
end)

check('[colours] sources, cues and contents are coloured', function()
  go()
  local namespaces = vim.api.nvim_get_namespaces()
  eventually('colours', function()
    for name, id in pairs(namespaces) do
      if name:find('semantic_tokens', 1, true) then
        local marks = vim.api.nvim_buf_get_extmarks(0, id, 0, -1, { details = true })
        if vim.iter(marks):any(function(mark) return mark[4].hl_group == '@lsp.typemod.keyword.cue.text' end) then
          return true
        end
      end
    end
    namespaces = vim.api.nvim_get_namespaces()
  end)
end)

check('[typing] a sentence that is typed changes the findings, and undo changes them back', function()
  go()
  eventually('findings', function() return #findings(buffer) > 0 end)
  local before = findings(buffer)
  local lines = vim.api.nvim_buf_line_count(buffer)
  local sentence = ('A source familiar with the talks said that %s would resign.'):format(person.name)
  vim.api.nvim_feedkeys(vim.keycode('Go<CR>' .. sentence .. '<Esc>'), 'x', false)
  expect(vim.api.nvim_buf_get_lines(buffer, -2, -1, false)[1] == sentence, 'the sentence was not typed')

  eventually('A202 in the new sentence', function()
    return vim.iter(vim.diagnostic.get(buffer)):any(function(one)
      return one.code == 'A202' and one.lnum >= lines
    end)
  end)
  -- The answer to a question asked after typing knows what was typed.
  vim.fn.search('\\V' .. person.name, 'b')
  expect(vim.fn.line('.') > lines, 'the cursor is not in the new sentence')
  expect(hover_text():find(person.name, 1, true), 'hover does not know %s in the new sentence', person.name)
  expect(
    keys_of(references())[key(path, vim.fn.line('.') - 1, vim.fn.col('.') - 1)],
    'the new sentence is not among the references'
  )

  vim.cmd('silent undo')
  eventually('the findings from before', function() return vim.deep_equal(findings(buffer), before) end)
end)

check('an article that appears on disk is read, and one that goes is forgotten', function()
  go()
  local name = 'zz-arrived-later.txt'
  local function is_there()
    return vim.iter(references()):any(function(location) return relative(location.uri) == name end)
  end
  t.write(vim.fs.joinpath(folder, name), ('The talks went on\n\n%s spoke to reporters on Monday.\n'):format(person.name))
  eventually('the new article', is_there)
  os.remove(vim.fs.joinpath(folder, name))
  eventually('the new article to go', function() return not is_there() end)
end)

check('a finding is set aside in the sidecar, and undo there brings it back before anything is saved', function()
  local article = open(path)
  local function all() return vim.diagnostic.get(article) end
  local first = eventually('findings of ' .. path, function() return all()[1] end)
  local function count(code)
    return #vim.tbl_filter(function(finding) return finding.code == code end, all())
  end
  local before = count(first.code)
  vim.api.nvim_win_set_cursor(0, { first.lnum + 1, first.col })
  local title = ('Ignore %s in this article'):format(first.code)
  vim.lsp.buf.code_action({ apply = true, filter = function(action) return vim.startswith(action.title, title) end })
  eventually('the findings to go', function() return count(first.code) < before end)

  local sidecar = expect(vim.fn.bufnr('/.dateline/marks/') > 0 and vim.fn.bufnr('/.dateline/marks/'), 'no sidecar is open')
  expect(#vim.lsp.get_clients({ bufnr = sidecar }) == 1, 'the server does not know the sidecar')
  vim.cmd.buffer(sidecar)
  vim.cmd('silent undo')
  eventually('the findings to come back', function() return count(first.code) == before end)
  vim.cmd('silent redo')
  eventually('the findings to go again', function() return count(first.code) < before end)
  expect(vim.bo[sidecar].modified, 'the sidecar was written behind the back of its buffer')
end)

check('[cite] words are cited: copied, and put at the end of a draft with a link that leads back', function()
  go()
  local line = vim.api.nvim_win_get_cursor(0)[1]
  local function cite(what)
    local first -- several drafts are offered
    vim.lsp.buf.code_action({ apply = true, filter = function(action)
      local fits = vim.startswith(action.title, 'Cite “') and action.title:find(what, 1, true)
      first = first or fits and action.title
      return action.title == first
    end })
  end
  cite(': copy')
  local link = eventually('a citation in the register', function() return vim.fn.getreg('"'):match('%S+:%d+%)$') end)
  expect(link:find(path, 1, true), 'the link is %s, not to %s', link, path)

  cite(' in briefings/')
  eventually('the draft to be shown', function() return vim.api.nvim_buf_get_name(0):find('/briefings/', 1, true) end)
  local draft = vim.api.nvim_get_current_buf()
  local last = vim.api.nvim_buf_get_lines(draft, -2, -1, false)[1]
  local at = expect(last:find(path .. ':', 1, true), 'no link in “%s”', last)
  vim.api.nvim_win_set_cursor(0, { vim.api.nvim_buf_line_count(draft), at })
  vim.lsp.buf.definition()
  eventually('the jump back', function() return vim.api.nvim_buf_get_name(0) == vim.fs.joinpath(folder, path) end)
  local back = vim.api.nvim_win_get_cursor(0)[1]
  expect(back <= line, 'it leads to line %d, not to %d or the beginning of its quotation', back, line)
  vim.cmd.buffer(draft)
  vim.cmd('silent undo')
  expect(not vim.bo[draft].modified, 'undo leaves something in the draft')
end)

check('no article was changed', function()
  local now = t.contents(folder)
  for name, bytes in pairs(original) do
    expect(now[name] == bytes, '%s has changed', name)
  end
end)

check('the server goes when it is told to', function()
  local leaving = client()
  leaving:stop()
  eventually('the server to stop', function() return leaving:is_stopped() end, 5)
end)

t.finish()
