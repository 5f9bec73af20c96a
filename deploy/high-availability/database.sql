-- Makes the roles and the database of the program, once, on the primary, as superuser:
--
--     psql -v owner_password=… -v serving_password=… -f database.sql postgres://postgres@127.0.0.1:5000/postgres
--
-- `regional-input migrate` then makes the tables as regional_input_owner; the nodes serve as regional_input, who can
-- add to the log and read it, but can change and delete nothing in it.
\set ON_ERROR_STOP on

CREATE ROLE regional_input LOGIN PASSWORD :'serving_password';
CREATE ROLE regional_input_owner LOGIN PASSWORD :'owner_password';
-- So that the owner can give schema `views` to the role that serves.
GRANT regional_input TO regional_input_owner;

CREATE DATABASE regional_input OWNER regional_input_owner;
REVOKE ALL ON DATABASE regional_input FROM PUBLIC;
-- Temporary tables are for `doctor`, which compares a view with a rebuild.
GRANT CONNECT, TEMPORARY ON DATABASE regional_input TO regional_input;
