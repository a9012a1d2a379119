// @ts-nocheck
// Generated from schemas/envelope.json by `npm run generate`: change it there.

import type { GameEvent } from './game-event.ts';

/** What ajv says about a mismatch: a JSON pointer to the value, the keyword that it fails and the keyword's parameters. */
export interface Mismatch {
  readonly instancePath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly message?: string;
}

/** After `false`, `errors` holds the first mismatch, until the next call. */
export interface ValidateGameEvent {
  (data: unknown): data is GameEvent;
  readonly errors?: readonly Mismatch[] | null;
}

const schema11 = {"$schema":"http://json-schema.org/draft-07/schema#","$id":"envelope.json","title":"GameEvent","description":"One event as a game sends it. What happened in detail is in event_data, whose schema is the event type's. An optional member that is null or the empty text is absent.","type":"object","required":["event_id","event_type","event_name","event_timestamp"],"additionalProperties":false,"properties":{"event_id":{"description":"UUID in any case, with hyphens or as 32 digits, also in braces; events with the same one are the same event.","type":"string","pattern":"^(?:[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}|[0-9A-Fa-f]{32}|\\{[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}\\}|\\{[0-9A-Fa-f]{32}\\})$"},"event_type":{"description":"Kind of event, the key of its schema: login, level_completed.","type":"string","pattern":"^[A-Za-z0-9_.-]{1,128}$"},"event_name":{"description":"Refines the type; often equals it.","type":"string","pattern":"^[A-Za-z0-9_.-]{1,128}$"},"event_timestamp":{"description":"When it happened, in seconds since the epoch, by the client's clock.","type":"number"},"event_version":{"if":{"type":["null","string"],"maxLength":0},"else":{"description":"Version of the event type's schema.","type":"string","pattern":"^[A-Za-z0-9_.-]{1,32}$"}},"app_version":{"if":{"type":["null","string"],"maxLength":0},"else":{"description":"Version of the game: printable text.","type":"string","pattern":"^[^\\u0000-\\u001f\\u007f-\\u009f\\u2028\\u2029]{1,64}$"}},"event_data":{"if":{"type":["null","string"],"maxLength":0},"else":{"description":"The event's own fields.","type":"object"}},"player_id":{"if":{"type":["null","string"],"maxLength":0},"else":{"description":"Pseudonymous player.","type":"string","pattern":"^[^\\u0000-\\u001f\\u007f-\\u009f]{1,128}$"}},"session_id":{"if":{"type":["null","string"],"maxLength":0},"else":{"description":"Play session.","type":"string","pattern":"^[^\\u0000-\\u001f\\u007f-\\u009f]{1,128}$"}},"platform":{"if":{"type":["null","string"],"maxLength":0},"else":{"description":"Platform that the game runs on.","type":"string"}},"country":{"if":{"type":["null","string"],"maxLength":0},"else":{"description":"Country of the player.","type":"string"}},"sent_at":{"if":{"type":["null","string"],"maxLength":0},"else":{"description":"When the client sent it, in seconds since the epoch, by the client's clock; corrects skew.","type":"number"}}}};
const func2 = Object.prototype.hasOwnProperty;
const pattern0 = new RegExp("^(?:[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}|[0-9A-Fa-f]{32}|\\{[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}\\}|\\{[0-9A-Fa-f]{32}\\})$", "u");
const pattern1 = new RegExp("^[A-Za-z0-9_.-]{1,128}$", "u");
const pattern3 = new RegExp("^[A-Za-z0-9_.-]{1,32}$", "u");
const pattern4 = new RegExp("^[^\\u0000-\\u001f\\u007f-\\u009f\\u2028\\u2029]{1,64}$", "u");
const pattern5 = new RegExp("^[^\\u0000-\\u001f\\u007f-\\u009f]{1,128}$", "u");

function validate10(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
/*# sourceURL="envelope.json" */;
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if(((((data.event_id === undefined) && (missing0 = "event_id")) || ((data.event_type === undefined) && (missing0 = "event_type"))) || ((data.event_name === undefined) && (missing0 = "event_name"))) || ((data.event_timestamp === undefined) && (missing0 = "event_timestamp"))){
validate10.errors = [{instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: missing0},message:"must have required property '"+missing0+"'"}];
return false;
}
else {
const _errs1 = errors;
for(const key0 in data){
if(!(func2.call(schema11.properties, key0))){
validate10.errors = [{instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties"}];
return false;
break;
}
}
if(_errs1 === errors){
if(data.event_id !== undefined){
let data0 = data.event_id;
const _errs2 = errors;
if(errors === _errs2){
if(typeof data0 === "string"){
if(!pattern0.test(data0)){
validate10.errors = [{instancePath:instancePath+"/event_id",schemaPath:"#/properties/event_id/pattern",keyword:"pattern",params:{pattern: "^(?:[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}|[0-9A-Fa-f]{32}|\\{[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}\\}|\\{[0-9A-Fa-f]{32}\\})$"},message:"must match pattern \""+"^(?:[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}|[0-9A-Fa-f]{32}|\\{[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}\\}|\\{[0-9A-Fa-f]{32}\\})$"+"\""}];
return false;
}
}
else {
validate10.errors = [{instancePath:instancePath+"/event_id",schemaPath:"#/properties/event_id/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.event_type !== undefined){
let data1 = data.event_type;
const _errs4 = errors;
if(errors === _errs4){
if(typeof data1 === "string"){
if(!pattern1.test(data1)){
validate10.errors = [{instancePath:instancePath+"/event_type",schemaPath:"#/properties/event_type/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z0-9_.-]{1,128}$"},message:"must match pattern \""+"^[A-Za-z0-9_.-]{1,128}$"+"\""}];
return false;
}
}
else {
validate10.errors = [{instancePath:instancePath+"/event_type",schemaPath:"#/properties/event_type/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
var valid0 = _errs4 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.event_name !== undefined){
let data2 = data.event_name;
const _errs6 = errors;
if(errors === _errs6){
if(typeof data2 === "string"){
if(!pattern1.test(data2)){
validate10.errors = [{instancePath:instancePath+"/event_name",schemaPath:"#/properties/event_name/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z0-9_.-]{1,128}$"},message:"must match pattern \""+"^[A-Za-z0-9_.-]{1,128}$"+"\""}];
return false;
}
}
else {
validate10.errors = [{instancePath:instancePath+"/event_name",schemaPath:"#/properties/event_name/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
var valid0 = _errs6 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.event_timestamp !== undefined){
const _errs8 = errors;
if(!(typeof data.event_timestamp == "number")){
validate10.errors = [{instancePath:instancePath+"/event_timestamp",schemaPath:"#/properties/event_timestamp/type",keyword:"type",params:{type: "number"},message:"must be number"}];
return false;
}
var valid0 = _errs8 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.event_version !== undefined){
let data4 = data.event_version;
const _errs10 = errors;
if(data4 !== null && data4 !== ""){
const _errs11 = errors;
if(errors === _errs11){
if(typeof data4 === "string"){
if(!pattern3.test(data4)){
validate10.errors = [{instancePath:instancePath+"/event_version",schemaPath:"#/properties/event_version/else/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z0-9_.-]{1,32}$"},message:"must match pattern \""+"^[A-Za-z0-9_.-]{1,32}$"+"\""}];
return false;
}
}
else {
validate10.errors = [{instancePath:instancePath+"/event_version",schemaPath:"#/properties/event_version/else/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
}
var valid0 = _errs10 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.app_version !== undefined){
let data5 = data.app_version;
const _errs13 = errors;
if(data5 !== null && data5 !== ""){
const _errs14 = errors;
if(errors === _errs14){
if(typeof data5 === "string"){
if(!pattern4.test(data5)){
validate10.errors = [{instancePath:instancePath+"/app_version",schemaPath:"#/properties/app_version/else/pattern",keyword:"pattern",params:{pattern: "^[^\\u0000-\\u001f\\u007f-\\u009f\\u2028\\u2029]{1,64}$"},message:"must match pattern \""+"^[^\\u0000-\\u001f\\u007f-\\u009f\\u2028\\u2029]{1,64}$"+"\""}];
return false;
}
}
else {
validate10.errors = [{instancePath:instancePath+"/app_version",schemaPath:"#/properties/app_version/else/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
}
var valid0 = _errs13 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.event_data !== undefined){
let data6 = data.event_data;
const _errs16 = errors;
if(data6 !== null && data6 !== ""){
if(!(data6 && typeof data6 == "object" && !Array.isArray(data6))){
validate10.errors = [{instancePath:instancePath+"/event_data",schemaPath:"#/properties/event_data/else/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
var valid0 = _errs16 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.player_id !== undefined){
let data7 = data.player_id;
const _errs19 = errors;
if(data7 !== null && data7 !== ""){
const _errs20 = errors;
if(errors === _errs20){
if(typeof data7 === "string"){
if(!pattern5.test(data7)){
validate10.errors = [{instancePath:instancePath+"/player_id",schemaPath:"#/properties/player_id/else/pattern",keyword:"pattern",params:{pattern: "^[^\\u0000-\\u001f\\u007f-\\u009f]{1,128}$"},message:"must match pattern \""+"^[^\\u0000-\\u001f\\u007f-\\u009f]{1,128}$"+"\""}];
return false;
}
}
else {
validate10.errors = [{instancePath:instancePath+"/player_id",schemaPath:"#/properties/player_id/else/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
}
var valid0 = _errs19 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.session_id !== undefined){
let data8 = data.session_id;
const _errs22 = errors;
if(data8 !== null && data8 !== ""){
const _errs23 = errors;
if(errors === _errs23){
if(typeof data8 === "string"){
if(!pattern5.test(data8)){
validate10.errors = [{instancePath:instancePath+"/session_id",schemaPath:"#/properties/session_id/else/pattern",keyword:"pattern",params:{pattern: "^[^\\u0000-\\u001f\\u007f-\\u009f]{1,128}$"},message:"must match pattern \""+"^[^\\u0000-\\u001f\\u007f-\\u009f]{1,128}$"+"\""}];
return false;
}
}
else {
validate10.errors = [{instancePath:instancePath+"/session_id",schemaPath:"#/properties/session_id/else/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
}
var valid0 = _errs22 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.platform !== undefined){
let data9 = data.platform;
const _errs25 = errors;
if(data9 !== null && data9 !== ""){
if(typeof data9 !== "string"){
validate10.errors = [{instancePath:instancePath+"/platform",schemaPath:"#/properties/platform/else/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
var valid0 = _errs25 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.country !== undefined){
let data10 = data.country;
const _errs28 = errors;
if(data10 !== null && data10 !== ""){
if(typeof data10 !== "string"){
validate10.errors = [{instancePath:instancePath+"/country",schemaPath:"#/properties/country/else/type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
var valid0 = _errs28 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.sent_at !== undefined){
let data11 = data.sent_at;
const _errs31 = errors;
if(data11 !== null && data11 !== ""){
if(!(typeof data11 == "number")){
validate10.errors = [{instancePath:instancePath+"/sent_at",schemaPath:"#/properties/sent_at/else/type",keyword:"type",params:{type: "number"},message:"must be number"}];
return false;
}
}
var valid0 = _errs31 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
else {
validate10.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
validate10.errors = vErrors;
return errors === 0;
}

export const validateGameEvent: ValidateGameEvent = validate10;
