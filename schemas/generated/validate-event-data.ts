// @ts-nocheck
// Generated from schemas/events by `npm run generate`: change it there.

import type { Mismatch } from './validate-game-event.ts';

/** Whether event_data is as its schema says. After `false`, `errors` holds the first mismatch, until the next call. */
export interface ValidateEventData {
  (data: unknown): boolean;
  readonly errors?: readonly Mismatch[] | null;
}

export interface EventSchemaVersion {
  readonly major: number;
  readonly minor: number;
  /** Paths in `errors` begin in event_data: `/level_id`. */
  readonly validate: ValidateEventData;
}

const ad_impression_1_0: ValidateEventData = (() => {

const schema0 = {"type":"object","required":["ad_network","ad_format"],"properties":{"ad_network":{"type":"string"},"ad_format":{"type":"string","enum":["rewarded","interstitial","banner","native","offerwall","audio"]},"placement":{"if":{"type":["null","string"],"maxLength":0},"else":{"type":"string"}},"revenue":{"if":{"type":["null","string"],"maxLength":0},"else":{"type":"number","minimum":0,"exclusiveMaximum":1000000000000}},"currency":{"if":{"type":["null","string"],"maxLength":0},"else":{"type":"string","pattern":"^[A-Z]{3}$"}},"watched_seconds":{"if":{"type":["null","string"],"maxLength":0},"else":{"type":"number","minimum":0}},"completed":{"if":{"type":["null","string"],"maxLength":0},"else":{"type":"boolean"}}}};
const pattern0 = new RegExp("^[A-Z]{3}$", "u");

function validate0(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if(((data.ad_network === undefined) && (missing0 = "ad_network")) || ((data.ad_format === undefined) && (missing0 = "ad_format"))){
validate0.errors = [{instancePath,keyword:"required",params:{missingProperty: missing0},message:"must have required property '"+missing0+"'"}];
return false;
}
else {
if(data.ad_network !== undefined){
const _errs1 = errors;
if(typeof data.ad_network !== "string"){
validate0.errors = [{instancePath:instancePath+"/ad_network",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.ad_format !== undefined){
let data1 = data.ad_format;
const _errs3 = errors;
if(typeof data1 !== "string"){
validate0.errors = [{instancePath:instancePath+"/ad_format",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
if(!((((((data1 === "rewarded") || (data1 === "interstitial")) || (data1 === "banner")) || (data1 === "native")) || (data1 === "offerwall")) || (data1 === "audio"))){
validate0.errors = [{instancePath:instancePath+"/ad_format",keyword:"enum",params:{allowedValues: schema0.properties.ad_format.enum},message:"must be equal to one of the allowed values"}];
return false;
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.placement !== undefined){
let data2 = data.placement;
const _errs5 = errors;
if(data2 !== null && data2 !== ""){
if(typeof data2 !== "string"){
validate0.errors = [{instancePath:instancePath+"/placement",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
var valid0 = _errs5 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.revenue !== undefined){
let data3 = data.revenue;
const _errs8 = errors;
if(data3 !== null && data3 !== ""){
const _errs9 = errors;
if(errors === _errs9){
if((typeof data3 == "number") && (isFinite(data3))){
if(data3 < 0 || isNaN(data3)){
validate0.errors = [{instancePath:instancePath+"/revenue",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
else {
if(data3 >= 1000000000000 || isNaN(data3)){
validate0.errors = [{instancePath:instancePath+"/revenue",keyword:"exclusiveMaximum",params:{comparison: "<", limit: 1000000000000},message:"must be < 1000000000000"}];
return false;
}
}
}
else {
validate0.errors = [{instancePath:instancePath+"/revenue",keyword:"type",params:{type: "number"},message:"must be number"}];
return false;
}
}
}
var valid0 = _errs8 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.currency !== undefined){
let data4 = data.currency;
const _errs11 = errors;
if(data4 !== null && data4 !== ""){
const _errs12 = errors;
if(errors === _errs12){
if(typeof data4 === "string"){
if(!pattern0.test(data4)){
validate0.errors = [{instancePath:instancePath+"/currency",keyword:"pattern",params:{pattern: "^[A-Z]{3}$"},message:"must match pattern \""+"^[A-Z]{3}$"+"\""}];
return false;
}
}
else {
validate0.errors = [{instancePath:instancePath+"/currency",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
}
var valid0 = _errs11 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.watched_seconds !== undefined){
let data5 = data.watched_seconds;
const _errs14 = errors;
if(data5 !== null && data5 !== ""){
const _errs15 = errors;
if(errors === _errs15){
if((typeof data5 == "number") && (isFinite(data5))){
if(data5 < 0 || isNaN(data5)){
validate0.errors = [{instancePath:instancePath+"/watched_seconds",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
else {
validate0.errors = [{instancePath:instancePath+"/watched_seconds",keyword:"type",params:{type: "number"},message:"must be number"}];
return false;
}
}
}
var valid0 = _errs14 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.completed !== undefined){
let data6 = data.completed;
const _errs17 = errors;
if(data6 !== null && data6 !== ""){
if(typeof data6 !== "boolean"){
validate0.errors = [{instancePath:instancePath+"/completed",keyword:"type",params:{type: "boolean"},message:"must be boolean"}];
return false;
}
}
var valid0 = _errs17 === errors;
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
else {
validate0.errors = [{instancePath,keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
validate0.errors = vErrors;
return errors === 0;
}

return validate0;
})();

const client_latency_1_0: ValidateEventData = (() => {

const schema0 = {"type":"object","required":["latency"],"properties":{"latency":{"type":"number","minimum":0},"connected_server_id":{"if":{"type":["null","string"],"maxLength":0},"else":{"type":"string"}},"region":{"if":{"type":["null","string"],"maxLength":0},"else":{"type":"string"}}}};

function validate0(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((data.latency === undefined) && (missing0 = "latency")){
validate0.errors = [{instancePath,keyword:"required",params:{missingProperty: missing0},message:"must have required property '"+missing0+"'"}];
return false;
}
else {
if(data.latency !== undefined){
let data0 = data.latency;
const _errs1 = errors;
if(errors === _errs1){
if((typeof data0 == "number") && (isFinite(data0))){
if(data0 < 0 || isNaN(data0)){
validate0.errors = [{instancePath:instancePath+"/latency",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
else {
validate0.errors = [{instancePath:instancePath+"/latency",keyword:"type",params:{type: "number"},message:"must be number"}];
return false;
}
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.connected_server_id !== undefined){
let data1 = data.connected_server_id;
const _errs3 = errors;
if(data1 !== null && data1 !== ""){
if(typeof data1 !== "string"){
validate0.errors = [{instancePath:instancePath+"/connected_server_id",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.region !== undefined){
let data2 = data.region;
const _errs6 = errors;
if(data2 !== null && data2 !== ""){
if(typeof data2 !== "string"){
validate0.errors = [{instancePath:instancePath+"/region",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
var valid0 = _errs6 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
else {
validate0.errors = [{instancePath,keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
validate0.errors = vErrors;
return errors === 0;
}

return validate0;
})();

const currency_earned_1_0: ValidateEventData = (() => {

const schema0 = {"type":"object","required":["currency_id","amount","source"],"properties":{"currency_id":{"type":"string"},"amount":{"type":"number","exclusiveMinimum":0,"exclusiveMaximum":100000000000000},"source":{"type":"string"},"source_id":{"if":{"type":["null","string"],"maxLength":0},"else":{"type":"string"}},"balance":{"if":{"type":["null","string"],"maxLength":0},"else":{"type":"number","minimum":0,"exclusiveMaximum":100000000000000}}}};

function validate0(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((((data.currency_id === undefined) && (missing0 = "currency_id")) || ((data.amount === undefined) && (missing0 = "amount"))) || ((data.source === undefined) && (missing0 = "source"))){
validate0.errors = [{instancePath,keyword:"required",params:{missingProperty: missing0},message:"must have required property '"+missing0+"'"}];
return false;
}
else {
if(data.currency_id !== undefined){
const _errs1 = errors;
if(typeof data.currency_id !== "string"){
validate0.errors = [{instancePath:instancePath+"/currency_id",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.amount !== undefined){
let data1 = data.amount;
const _errs3 = errors;
if(errors === _errs3){
if((typeof data1 == "number") && (isFinite(data1))){
if(data1 >= 100000000000000 || isNaN(data1)){
validate0.errors = [{instancePath:instancePath+"/amount",keyword:"exclusiveMaximum",params:{comparison: "<", limit: 100000000000000},message:"must be < 100000000000000"}];
return false;
}
else {
if(data1 <= 0 || isNaN(data1)){
validate0.errors = [{instancePath:instancePath+"/amount",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0"}];
return false;
}
}
}
else {
validate0.errors = [{instancePath:instancePath+"/amount",keyword:"type",params:{type: "number"},message:"must be number"}];
return false;
}
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.source !== undefined){
const _errs5 = errors;
if(typeof data.source !== "string"){
validate0.errors = [{instancePath:instancePath+"/source",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid0 = _errs5 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.source_id !== undefined){
let data3 = data.source_id;
const _errs7 = errors;
if(data3 !== null && data3 !== ""){
if(typeof data3 !== "string"){
validate0.errors = [{instancePath:instancePath+"/source_id",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
var valid0 = _errs7 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.balance !== undefined){
let data4 = data.balance;
const _errs10 = errors;
if(data4 !== null && data4 !== ""){
const _errs11 = errors;
if(errors === _errs11){
if((typeof data4 == "number") && (isFinite(data4))){
if(data4 < 0 || isNaN(data4)){
validate0.errors = [{instancePath:instancePath+"/balance",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
else {
if(data4 >= 100000000000000 || isNaN(data4)){
validate0.errors = [{instancePath:instancePath+"/balance",keyword:"exclusiveMaximum",params:{comparison: "<", limit: 100000000000000},message:"must be < 100000000000000"}];
return false;
}
}
}
else {
validate0.errors = [{instancePath:instancePath+"/balance",keyword:"type",params:{type: "number"},message:"must be number"}];
return false;
}
}
}
var valid0 = _errs10 === errors;
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
else {
validate0.errors = [{instancePath,keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
validate0.errors = vErrors;
return errors === 0;
}

return validate0;
})();

const currency_spent_1_0: ValidateEventData = (() => {

const schema0 = {"type":"object","required":["currency_id","amount","sink"],"properties":{"currency_id":{"type":"string"},"amount":{"type":"number","exclusiveMinimum":0,"exclusiveMaximum":100000000000000},"sink":{"type":"string"},"item_id":{"if":{"type":["null","string"],"maxLength":0},"else":{"type":"string"}},"balance":{"if":{"type":["null","string"],"maxLength":0},"else":{"type":"number","minimum":0,"exclusiveMaximum":100000000000000}}}};

function validate0(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((((data.currency_id === undefined) && (missing0 = "currency_id")) || ((data.amount === undefined) && (missing0 = "amount"))) || ((data.sink === undefined) && (missing0 = "sink"))){
validate0.errors = [{instancePath,keyword:"required",params:{missingProperty: missing0},message:"must have required property '"+missing0+"'"}];
return false;
}
else {
if(data.currency_id !== undefined){
const _errs1 = errors;
if(typeof data.currency_id !== "string"){
validate0.errors = [{instancePath:instancePath+"/currency_id",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.amount !== undefined){
let data1 = data.amount;
const _errs3 = errors;
if(errors === _errs3){
if((typeof data1 == "number") && (isFinite(data1))){
if(data1 >= 100000000000000 || isNaN(data1)){
validate0.errors = [{instancePath:instancePath+"/amount",keyword:"exclusiveMaximum",params:{comparison: "<", limit: 100000000000000},message:"must be < 100000000000000"}];
return false;
}
else {
if(data1 <= 0 || isNaN(data1)){
validate0.errors = [{instancePath:instancePath+"/amount",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0"}];
return false;
}
}
}
else {
validate0.errors = [{instancePath:instancePath+"/amount",keyword:"type",params:{type: "number"},message:"must be number"}];
return false;
}
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.sink !== undefined){
const _errs5 = errors;
if(typeof data.sink !== "string"){
validate0.errors = [{instancePath:instancePath+"/sink",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid0 = _errs5 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.item_id !== undefined){
let data3 = data.item_id;
const _errs7 = errors;
if(data3 !== null && data3 !== ""){
if(typeof data3 !== "string"){
validate0.errors = [{instancePath:instancePath+"/item_id",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
var valid0 = _errs7 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.balance !== undefined){
let data4 = data.balance;
const _errs10 = errors;
if(data4 !== null && data4 !== ""){
const _errs11 = errors;
if(errors === _errs11){
if((typeof data4 == "number") && (isFinite(data4))){
if(data4 < 0 || isNaN(data4)){
validate0.errors = [{instancePath:instancePath+"/balance",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
else {
if(data4 >= 100000000000000 || isNaN(data4)){
validate0.errors = [{instancePath:instancePath+"/balance",keyword:"exclusiveMaximum",params:{comparison: "<", limit: 100000000000000},message:"must be < 100000000000000"}];
return false;
}
}
}
else {
validate0.errors = [{instancePath:instancePath+"/balance",keyword:"type",params:{type: "number"},message:"must be number"}];
return false;
}
}
}
var valid0 = _errs10 === errors;
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
else {
validate0.errors = [{instancePath,keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
validate0.errors = vErrors;
return errors === 0;
}

return validate0;
})();

const dota2_buyback_1_0: ValidateEventData = (() => {

const schema0 = {"type":"object","required":["match_id","match_second"],"properties":{"match_id":{"type":"string"},"match_second":{"type":"integer","exclusiveMinimum":-9223372036854776000,"exclusiveMaximum":9223372036854776000}}};

function validate0(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if(((data.match_id === undefined) && (missing0 = "match_id")) || ((data.match_second === undefined) && (missing0 = "match_second"))){
validate0.errors = [{instancePath,keyword:"required",params:{missingProperty: missing0},message:"must have required property '"+missing0+"'"}];
return false;
}
else {
if(data.match_id !== undefined){
const _errs1 = errors;
if(typeof data.match_id !== "string"){
validate0.errors = [{instancePath:instancePath+"/match_id",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.match_second !== undefined){
let data1 = data.match_second;
const _errs3 = errors;
if(!(((typeof data1 == "number") && (!(data1 % 1) && !isNaN(data1))) && (isFinite(data1)))){
validate0.errors = [{instancePath:instancePath+"/match_second",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs3){
if((typeof data1 == "number") && (isFinite(data1))){
if(data1 >= 9223372036854776000 || isNaN(data1)){
validate0.errors = [{instancePath:instancePath+"/match_second",keyword:"exclusiveMaximum",params:{comparison: "<", limit: 9223372036854776000},message:"must be < 9223372036854776000"}];
return false;
}
else {
if(data1 <= -9223372036854776000 || isNaN(data1)){
validate0.errors = [{instancePath:instancePath+"/match_second",keyword:"exclusiveMinimum",params:{comparison: ">", limit: -9223372036854776000},message:"must be > -9223372036854776000"}];
return false;
}
}
}
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
}
}
}
}
else {
validate0.errors = [{instancePath,keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
validate0.errors = vErrors;
return errors === 0;
}

return validate0;
})();

const dota2_item_purchased_1_0: ValidateEventData = (() => {

const schema0 = {"type":"object","required":["match_id","match_second","item_id"],"properties":{"match_id":{"type":"string"},"match_second":{"type":"integer","exclusiveMinimum":-9223372036854776000,"exclusiveMaximum":9223372036854776000},"item_id":{"type":"string"},"charges":{"if":{"type":["null","string"],"maxLength":0},"else":{"type":"integer","minimum":0,"exclusiveMaximum":9223372036854776000}}}};

function validate0(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((((data.match_id === undefined) && (missing0 = "match_id")) || ((data.match_second === undefined) && (missing0 = "match_second"))) || ((data.item_id === undefined) && (missing0 = "item_id"))){
validate0.errors = [{instancePath,keyword:"required",params:{missingProperty: missing0},message:"must have required property '"+missing0+"'"}];
return false;
}
else {
if(data.match_id !== undefined){
const _errs1 = errors;
if(typeof data.match_id !== "string"){
validate0.errors = [{instancePath:instancePath+"/match_id",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.match_second !== undefined){
let data1 = data.match_second;
const _errs3 = errors;
if(!(((typeof data1 == "number") && (!(data1 % 1) && !isNaN(data1))) && (isFinite(data1)))){
validate0.errors = [{instancePath:instancePath+"/match_second",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs3){
if((typeof data1 == "number") && (isFinite(data1))){
if(data1 >= 9223372036854776000 || isNaN(data1)){
validate0.errors = [{instancePath:instancePath+"/match_second",keyword:"exclusiveMaximum",params:{comparison: "<", limit: 9223372036854776000},message:"must be < 9223372036854776000"}];
return false;
}
else {
if(data1 <= -9223372036854776000 || isNaN(data1)){
validate0.errors = [{instancePath:instancePath+"/match_second",keyword:"exclusiveMinimum",params:{comparison: ">", limit: -9223372036854776000},message:"must be > -9223372036854776000"}];
return false;
}
}
}
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.item_id !== undefined){
const _errs5 = errors;
if(typeof data.item_id !== "string"){
validate0.errors = [{instancePath:instancePath+"/item_id",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid0 = _errs5 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.charges !== undefined){
let data3 = data.charges;
const _errs7 = errors;
if(data3 !== null && data3 !== ""){
const _errs8 = errors;
if(!(((typeof data3 == "number") && (!(data3 % 1) && !isNaN(data3))) && (isFinite(data3)))){
validate0.errors = [{instancePath:instancePath+"/charges",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs8){
if((typeof data3 == "number") && (isFinite(data3))){
if(data3 < 0 || isNaN(data3)){
validate0.errors = [{instancePath:instancePath+"/charges",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
else {
if(data3 >= 9223372036854776000 || isNaN(data3)){
validate0.errors = [{instancePath:instancePath+"/charges",keyword:"exclusiveMaximum",params:{comparison: "<", limit: 9223372036854776000},message:"must be < 9223372036854776000"}];
return false;
}
}
}
}
}
var valid0 = _errs7 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
else {
validate0.errors = [{instancePath,keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
validate0.errors = vErrors;
return errors === 0;
}

return validate0;
})();

const dota2_objective_1_0: ValidateEventData = (() => {

const schema0 = {"type":"object","required":["match_id","match_second"],"properties":{"match_id":{"type":"string"},"match_second":{"type":"integer","exclusiveMinimum":-9223372036854776000,"exclusiveMaximum":9223372036854776000},"key":{"if":{"type":["null","string"],"maxLength":0},"else":{"type":["string","null"]}}}};

function validate0(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if(((data.match_id === undefined) && (missing0 = "match_id")) || ((data.match_second === undefined) && (missing0 = "match_second"))){
validate0.errors = [{instancePath,keyword:"required",params:{missingProperty: missing0},message:"must have required property '"+missing0+"'"}];
return false;
}
else {
if(data.match_id !== undefined){
const _errs1 = errors;
if(typeof data.match_id !== "string"){
validate0.errors = [{instancePath:instancePath+"/match_id",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.match_second !== undefined){
let data1 = data.match_second;
const _errs3 = errors;
if(!(((typeof data1 == "number") && (!(data1 % 1) && !isNaN(data1))) && (isFinite(data1)))){
validate0.errors = [{instancePath:instancePath+"/match_second",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs3){
if((typeof data1 == "number") && (isFinite(data1))){
if(data1 >= 9223372036854776000 || isNaN(data1)){
validate0.errors = [{instancePath:instancePath+"/match_second",keyword:"exclusiveMaximum",params:{comparison: "<", limit: 9223372036854776000},message:"must be < 9223372036854776000"}];
return false;
}
else {
if(data1 <= -9223372036854776000 || isNaN(data1)){
validate0.errors = [{instancePath:instancePath+"/match_second",keyword:"exclusiveMinimum",params:{comparison: ">", limit: -9223372036854776000},message:"must be > -9223372036854776000"}];
return false;
}
}
}
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.key !== undefined){
let data2 = data.key;
const _errs5 = errors;
if(data2 !== null && data2 !== ""){
if((typeof data2 !== "string") && (data2 !== null)){
validate0.errors = [{instancePath:instancePath+"/key",keyword:"type",params:{type: schema0.properties.key.else.type},message:"must be string,null"}];
return false;
}
}
var valid0 = _errs5 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
else {
validate0.errors = [{instancePath,keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
validate0.errors = vErrors;
return errors === 0;
}

return validate0;
})();

const dota2_player_kill_1_0: ValidateEventData = (() => {

const schema0 = {"type":"object","required":["match_id","match_second","victim"],"properties":{"match_id":{"type":"string"},"match_second":{"type":"integer","exclusiveMinimum":-9223372036854776000,"exclusiveMaximum":9223372036854776000},"victim":{"type":"string"}}};

function validate0(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((((data.match_id === undefined) && (missing0 = "match_id")) || ((data.match_second === undefined) && (missing0 = "match_second"))) || ((data.victim === undefined) && (missing0 = "victim"))){
validate0.errors = [{instancePath,keyword:"required",params:{missingProperty: missing0},message:"must have required property '"+missing0+"'"}];
return false;
}
else {
if(data.match_id !== undefined){
const _errs1 = errors;
if(typeof data.match_id !== "string"){
validate0.errors = [{instancePath:instancePath+"/match_id",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.match_second !== undefined){
let data1 = data.match_second;
const _errs3 = errors;
if(!(((typeof data1 == "number") && (!(data1 % 1) && !isNaN(data1))) && (isFinite(data1)))){
validate0.errors = [{instancePath:instancePath+"/match_second",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs3){
if((typeof data1 == "number") && (isFinite(data1))){
if(data1 >= 9223372036854776000 || isNaN(data1)){
validate0.errors = [{instancePath:instancePath+"/match_second",keyword:"exclusiveMaximum",params:{comparison: "<", limit: 9223372036854776000},message:"must be < 9223372036854776000"}];
return false;
}
else {
if(data1 <= -9223372036854776000 || isNaN(data1)){
validate0.errors = [{instancePath:instancePath+"/match_second",keyword:"exclusiveMinimum",params:{comparison: ">", limit: -9223372036854776000},message:"must be > -9223372036854776000"}];
return false;
}
}
}
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.victim !== undefined){
const _errs5 = errors;
if(typeof data.victim !== "string"){
validate0.errors = [{instancePath:instancePath+"/victim",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid0 = _errs5 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
else {
validate0.errors = [{instancePath,keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
validate0.errors = vErrors;
return errors === 0;
}

return validate0;
})();

const dota2_player_snapshot_1_0: ValidateEventData = (() => {

const schema0 = {"type":"object","required":["match_id","match_second","gold","xp"],"properties":{"match_id":{"type":"string"},"match_second":{"type":"integer","exclusiveMinimum":-9223372036854776000,"exclusiveMaximum":9223372036854776000},"gold":{"type":"integer","minimum":0,"exclusiveMaximum":9223372036854776000},"xp":{"type":"integer","minimum":0,"exclusiveMaximum":9223372036854776000},"last_hits":{"if":{"type":["null","string"],"maxLength":0},"else":{"type":"integer","minimum":0,"exclusiveMaximum":9223372036854776000}},"denies":{"if":{"type":["null","string"],"maxLength":0},"else":{"type":"integer","minimum":0,"exclusiveMaximum":9223372036854776000}}}};

function validate0(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if(((((data.match_id === undefined) && (missing0 = "match_id")) || ((data.match_second === undefined) && (missing0 = "match_second"))) || ((data.gold === undefined) && (missing0 = "gold"))) || ((data.xp === undefined) && (missing0 = "xp"))){
validate0.errors = [{instancePath,keyword:"required",params:{missingProperty: missing0},message:"must have required property '"+missing0+"'"}];
return false;
}
else {
if(data.match_id !== undefined){
const _errs1 = errors;
if(typeof data.match_id !== "string"){
validate0.errors = [{instancePath:instancePath+"/match_id",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.match_second !== undefined){
let data1 = data.match_second;
const _errs3 = errors;
if(!(((typeof data1 == "number") && (!(data1 % 1) && !isNaN(data1))) && (isFinite(data1)))){
validate0.errors = [{instancePath:instancePath+"/match_second",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs3){
if((typeof data1 == "number") && (isFinite(data1))){
if(data1 >= 9223372036854776000 || isNaN(data1)){
validate0.errors = [{instancePath:instancePath+"/match_second",keyword:"exclusiveMaximum",params:{comparison: "<", limit: 9223372036854776000},message:"must be < 9223372036854776000"}];
return false;
}
else {
if(data1 <= -9223372036854776000 || isNaN(data1)){
validate0.errors = [{instancePath:instancePath+"/match_second",keyword:"exclusiveMinimum",params:{comparison: ">", limit: -9223372036854776000},message:"must be > -9223372036854776000"}];
return false;
}
}
}
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.gold !== undefined){
let data2 = data.gold;
const _errs5 = errors;
if(!(((typeof data2 == "number") && (!(data2 % 1) && !isNaN(data2))) && (isFinite(data2)))){
validate0.errors = [{instancePath:instancePath+"/gold",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs5){
if((typeof data2 == "number") && (isFinite(data2))){
if(data2 < 0 || isNaN(data2)){
validate0.errors = [{instancePath:instancePath+"/gold",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
else {
if(data2 >= 9223372036854776000 || isNaN(data2)){
validate0.errors = [{instancePath:instancePath+"/gold",keyword:"exclusiveMaximum",params:{comparison: "<", limit: 9223372036854776000},message:"must be < 9223372036854776000"}];
return false;
}
}
}
}
var valid0 = _errs5 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.xp !== undefined){
let data3 = data.xp;
const _errs7 = errors;
if(!(((typeof data3 == "number") && (!(data3 % 1) && !isNaN(data3))) && (isFinite(data3)))){
validate0.errors = [{instancePath:instancePath+"/xp",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs7){
if((typeof data3 == "number") && (isFinite(data3))){
if(data3 < 0 || isNaN(data3)){
validate0.errors = [{instancePath:instancePath+"/xp",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
else {
if(data3 >= 9223372036854776000 || isNaN(data3)){
validate0.errors = [{instancePath:instancePath+"/xp",keyword:"exclusiveMaximum",params:{comparison: "<", limit: 9223372036854776000},message:"must be < 9223372036854776000"}];
return false;
}
}
}
}
var valid0 = _errs7 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.last_hits !== undefined){
let data4 = data.last_hits;
const _errs9 = errors;
if(data4 !== null && data4 !== ""){
const _errs10 = errors;
if(!(((typeof data4 == "number") && (!(data4 % 1) && !isNaN(data4))) && (isFinite(data4)))){
validate0.errors = [{instancePath:instancePath+"/last_hits",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs10){
if((typeof data4 == "number") && (isFinite(data4))){
if(data4 < 0 || isNaN(data4)){
validate0.errors = [{instancePath:instancePath+"/last_hits",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
else {
if(data4 >= 9223372036854776000 || isNaN(data4)){
validate0.errors = [{instancePath:instancePath+"/last_hits",keyword:"exclusiveMaximum",params:{comparison: "<", limit: 9223372036854776000},message:"must be < 9223372036854776000"}];
return false;
}
}
}
}
}
var valid0 = _errs9 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.denies !== undefined){
let data5 = data.denies;
const _errs12 = errors;
if(data5 !== null && data5 !== ""){
const _errs13 = errors;
if(!(((typeof data5 == "number") && (!(data5 % 1) && !isNaN(data5))) && (isFinite(data5)))){
validate0.errors = [{instancePath:instancePath+"/denies",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs13){
if((typeof data5 == "number") && (isFinite(data5))){
if(data5 < 0 || isNaN(data5)){
validate0.errors = [{instancePath:instancePath+"/denies",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
else {
if(data5 >= 9223372036854776000 || isNaN(data5)){
validate0.errors = [{instancePath:instancePath+"/denies",keyword:"exclusiveMaximum",params:{comparison: "<", limit: 9223372036854776000},message:"must be < 9223372036854776000"}];
return false;
}
}
}
}
}
var valid0 = _errs12 === errors;
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
else {
validate0.errors = [{instancePath,keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
validate0.errors = vErrors;
return errors === 0;
}

return validate0;
})();

const dota2_rune_picked_1_0: ValidateEventData = (() => {

const schema0 = {"type":"object","required":["match_id","match_second","rune"],"properties":{"match_id":{"type":"string"},"match_second":{"type":"integer","exclusiveMinimum":-9223372036854776000,"exclusiveMaximum":9223372036854776000},"rune":{"type":"integer","minimum":0,"exclusiveMaximum":9223372036854776000}}};

function validate0(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((((data.match_id === undefined) && (missing0 = "match_id")) || ((data.match_second === undefined) && (missing0 = "match_second"))) || ((data.rune === undefined) && (missing0 = "rune"))){
validate0.errors = [{instancePath,keyword:"required",params:{missingProperty: missing0},message:"must have required property '"+missing0+"'"}];
return false;
}
else {
if(data.match_id !== undefined){
const _errs1 = errors;
if(typeof data.match_id !== "string"){
validate0.errors = [{instancePath:instancePath+"/match_id",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.match_second !== undefined){
let data1 = data.match_second;
const _errs3 = errors;
if(!(((typeof data1 == "number") && (!(data1 % 1) && !isNaN(data1))) && (isFinite(data1)))){
validate0.errors = [{instancePath:instancePath+"/match_second",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs3){
if((typeof data1 == "number") && (isFinite(data1))){
if(data1 >= 9223372036854776000 || isNaN(data1)){
validate0.errors = [{instancePath:instancePath+"/match_second",keyword:"exclusiveMaximum",params:{comparison: "<", limit: 9223372036854776000},message:"must be < 9223372036854776000"}];
return false;
}
else {
if(data1 <= -9223372036854776000 || isNaN(data1)){
validate0.errors = [{instancePath:instancePath+"/match_second",keyword:"exclusiveMinimum",params:{comparison: ">", limit: -9223372036854776000},message:"must be > -9223372036854776000"}];
return false;
}
}
}
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.rune !== undefined){
let data2 = data.rune;
const _errs5 = errors;
if(!(((typeof data2 == "number") && (!(data2 % 1) && !isNaN(data2))) && (isFinite(data2)))){
validate0.errors = [{instancePath:instancePath+"/rune",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs5){
if((typeof data2 == "number") && (isFinite(data2))){
if(data2 < 0 || isNaN(data2)){
validate0.errors = [{instancePath:instancePath+"/rune",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
else {
if(data2 >= 9223372036854776000 || isNaN(data2)){
validate0.errors = [{instancePath:instancePath+"/rune",keyword:"exclusiveMaximum",params:{comparison: "<", limit: 9223372036854776000},message:"must be < 9223372036854776000"}];
return false;
}
}
}
}
var valid0 = _errs5 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
else {
validate0.errors = [{instancePath,keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
validate0.errors = vErrors;
return errors === 0;
}

return validate0;
})();

const dota2_teamfight_1_0: ValidateEventData = (() => {

const schema0 = {"type":"object","required":["match_id","match_second","ended","deaths"],"properties":{"match_id":{"type":"string"},"match_second":{"type":"integer","exclusiveMinimum":-9223372036854776000,"exclusiveMaximum":9223372036854776000},"ended":{"type":"integer","exclusiveMinimum":-9223372036854776000,"exclusiveMaximum":9223372036854776000},"deaths":{"type":"integer","minimum":0,"exclusiveMaximum":9223372036854776000},"index":{"if":{"type":["null","string"],"maxLength":0},"else":{"type":"integer","minimum":0,"exclusiveMaximum":9223372036854776000}}}};

function validate0(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if(((((data.match_id === undefined) && (missing0 = "match_id")) || ((data.match_second === undefined) && (missing0 = "match_second"))) || ((data.ended === undefined) && (missing0 = "ended"))) || ((data.deaths === undefined) && (missing0 = "deaths"))){
validate0.errors = [{instancePath,keyword:"required",params:{missingProperty: missing0},message:"must have required property '"+missing0+"'"}];
return false;
}
else {
if(data.match_id !== undefined){
const _errs1 = errors;
if(typeof data.match_id !== "string"){
validate0.errors = [{instancePath:instancePath+"/match_id",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.match_second !== undefined){
let data1 = data.match_second;
const _errs3 = errors;
if(!(((typeof data1 == "number") && (!(data1 % 1) && !isNaN(data1))) && (isFinite(data1)))){
validate0.errors = [{instancePath:instancePath+"/match_second",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs3){
if((typeof data1 == "number") && (isFinite(data1))){
if(data1 >= 9223372036854776000 || isNaN(data1)){
validate0.errors = [{instancePath:instancePath+"/match_second",keyword:"exclusiveMaximum",params:{comparison: "<", limit: 9223372036854776000},message:"must be < 9223372036854776000"}];
return false;
}
else {
if(data1 <= -9223372036854776000 || isNaN(data1)){
validate0.errors = [{instancePath:instancePath+"/match_second",keyword:"exclusiveMinimum",params:{comparison: ">", limit: -9223372036854776000},message:"must be > -9223372036854776000"}];
return false;
}
}
}
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.ended !== undefined){
let data2 = data.ended;
const _errs5 = errors;
if(!(((typeof data2 == "number") && (!(data2 % 1) && !isNaN(data2))) && (isFinite(data2)))){
validate0.errors = [{instancePath:instancePath+"/ended",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs5){
if((typeof data2 == "number") && (isFinite(data2))){
if(data2 >= 9223372036854776000 || isNaN(data2)){
validate0.errors = [{instancePath:instancePath+"/ended",keyword:"exclusiveMaximum",params:{comparison: "<", limit: 9223372036854776000},message:"must be < 9223372036854776000"}];
return false;
}
else {
if(data2 <= -9223372036854776000 || isNaN(data2)){
validate0.errors = [{instancePath:instancePath+"/ended",keyword:"exclusiveMinimum",params:{comparison: ">", limit: -9223372036854776000},message:"must be > -9223372036854776000"}];
return false;
}
}
}
}
var valid0 = _errs5 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.deaths !== undefined){
let data3 = data.deaths;
const _errs7 = errors;
if(!(((typeof data3 == "number") && (!(data3 % 1) && !isNaN(data3))) && (isFinite(data3)))){
validate0.errors = [{instancePath:instancePath+"/deaths",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs7){
if((typeof data3 == "number") && (isFinite(data3))){
if(data3 < 0 || isNaN(data3)){
validate0.errors = [{instancePath:instancePath+"/deaths",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
else {
if(data3 >= 9223372036854776000 || isNaN(data3)){
validate0.errors = [{instancePath:instancePath+"/deaths",keyword:"exclusiveMaximum",params:{comparison: "<", limit: 9223372036854776000},message:"must be < 9223372036854776000"}];
return false;
}
}
}
}
var valid0 = _errs7 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.index !== undefined){
let data4 = data.index;
const _errs9 = errors;
if(data4 !== null && data4 !== ""){
const _errs10 = errors;
if(!(((typeof data4 == "number") && (!(data4 % 1) && !isNaN(data4))) && (isFinite(data4)))){
validate0.errors = [{instancePath:instancePath+"/index",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs10){
if((typeof data4 == "number") && (isFinite(data4))){
if(data4 < 0 || isNaN(data4)){
validate0.errors = [{instancePath:instancePath+"/index",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
else {
if(data4 >= 9223372036854776000 || isNaN(data4)){
validate0.errors = [{instancePath:instancePath+"/index",keyword:"exclusiveMaximum",params:{comparison: "<", limit: 9223372036854776000},message:"must be < 9223372036854776000"}];
return false;
}
}
}
}
}
var valid0 = _errs9 === errors;
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
else {
validate0.errors = [{instancePath,keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
validate0.errors = vErrors;
return errors === 0;
}

return validate0;
})();

const dota2_ward_placed_1_0: ValidateEventData = (() => {

const schema0 = {"type":"object","required":["match_id","match_second","x","y"],"properties":{"match_id":{"type":"string"},"match_second":{"type":"integer","exclusiveMinimum":-9223372036854776000,"exclusiveMaximum":9223372036854776000},"x":{"type":"number"},"y":{"type":"number"}}};

function validate0(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if(((((data.match_id === undefined) && (missing0 = "match_id")) || ((data.match_second === undefined) && (missing0 = "match_second"))) || ((data.x === undefined) && (missing0 = "x"))) || ((data.y === undefined) && (missing0 = "y"))){
validate0.errors = [{instancePath,keyword:"required",params:{missingProperty: missing0},message:"must have required property '"+missing0+"'"}];
return false;
}
else {
if(data.match_id !== undefined){
const _errs1 = errors;
if(typeof data.match_id !== "string"){
validate0.errors = [{instancePath:instancePath+"/match_id",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.match_second !== undefined){
let data1 = data.match_second;
const _errs3 = errors;
if(!(((typeof data1 == "number") && (!(data1 % 1) && !isNaN(data1))) && (isFinite(data1)))){
validate0.errors = [{instancePath:instancePath+"/match_second",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs3){
if((typeof data1 == "number") && (isFinite(data1))){
if(data1 >= 9223372036854776000 || isNaN(data1)){
validate0.errors = [{instancePath:instancePath+"/match_second",keyword:"exclusiveMaximum",params:{comparison: "<", limit: 9223372036854776000},message:"must be < 9223372036854776000"}];
return false;
}
else {
if(data1 <= -9223372036854776000 || isNaN(data1)){
validate0.errors = [{instancePath:instancePath+"/match_second",keyword:"exclusiveMinimum",params:{comparison: ">", limit: -9223372036854776000},message:"must be > -9223372036854776000"}];
return false;
}
}
}
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.x !== undefined){
let data2 = data.x;
const _errs5 = errors;
if(!((typeof data2 == "number") && (isFinite(data2)))){
validate0.errors = [{instancePath:instancePath+"/x",keyword:"type",params:{type: "number"},message:"must be number"}];
return false;
}
var valid0 = _errs5 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.y !== undefined){
let data3 = data.y;
const _errs7 = errors;
if(!((typeof data3 == "number") && (isFinite(data3)))){
validate0.errors = [{instancePath:instancePath+"/y",keyword:"type",params:{type: "number"},message:"must be number"}];
return false;
}
var valid0 = _errs7 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
else {
validate0.errors = [{instancePath,keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
validate0.errors = vErrors;
return errors === 0;
}

return validate0;
})();

const error_1_0: ValidateEventData = (() => {

const schema0 = {"type":"object","required":["error_code"],"properties":{"error_code":{"type":"string"},"message":{"if":{"type":["null","string"],"maxLength":0},"else":{"type":"string"}},"severity":{"if":{"type":["null","string"],"maxLength":0},"else":{"type":"string","enum":["fatal","error","warning"]}},"screen":{"if":{"type":["null","string"],"maxLength":0},"else":{"type":"string"}},"stack":{"if":{"type":["null","string"],"maxLength":0},"else":{"type":"array","items":{"type":"string"}}},"context":{"if":{"type":["null","string"],"maxLength":0},"else":{"type":"object","properties":{"memory_mb":{"if":{"type":["null","string"],"maxLength":0},"else":{"type":"number","minimum":0}},"network":{"if":{"type":["null","string"],"maxLength":0},"else":{"type":"string","enum":["wifi","cellular","ethernet","offline"]}}}}}}};

function validate0(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((data.error_code === undefined) && (missing0 = "error_code")){
validate0.errors = [{instancePath,keyword:"required",params:{missingProperty: missing0},message:"must have required property '"+missing0+"'"}];
return false;
}
else {
if(data.error_code !== undefined){
const _errs1 = errors;
if(typeof data.error_code !== "string"){
validate0.errors = [{instancePath:instancePath+"/error_code",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.message !== undefined){
let data1 = data.message;
const _errs3 = errors;
if(data1 !== null && data1 !== ""){
if(typeof data1 !== "string"){
validate0.errors = [{instancePath:instancePath+"/message",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.severity !== undefined){
let data2 = data.severity;
const _errs6 = errors;
if(data2 !== null && data2 !== ""){
if(typeof data2 !== "string"){
validate0.errors = [{instancePath:instancePath+"/severity",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
if(!(((data2 === "fatal") || (data2 === "error")) || (data2 === "warning"))){
validate0.errors = [{instancePath:instancePath+"/severity",keyword:"enum",params:{allowedValues: schema0.properties.severity.else.enum},message:"must be equal to one of the allowed values"}];
return false;
}
}
var valid0 = _errs6 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.screen !== undefined){
let data3 = data.screen;
const _errs9 = errors;
if(data3 !== null && data3 !== ""){
if(typeof data3 !== "string"){
validate0.errors = [{instancePath:instancePath+"/screen",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
var valid0 = _errs9 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.stack !== undefined){
let data4 = data.stack;
const _errs12 = errors;
if(data4 !== null && data4 !== ""){
const _errs13 = errors;
if(errors === _errs13){
if(Array.isArray(data4)){
var valid5 = true;
const len0 = data4.length;
for(let i0=0; i0<len0; i0++){
const _errs15 = errors;
if(typeof data4[i0] !== "string"){
validate0.errors = [{instancePath:instancePath+"/stack/" + i0,keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid5 = _errs15 === errors;
if(!valid5){
break;
}
}
}
else {
validate0.errors = [{instancePath:instancePath+"/stack",keyword:"type",params:{type: "array"},message:"must be array"}];
return false;
}
}
}
var valid0 = _errs12 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.context !== undefined){
let data6 = data.context;
const _errs17 = errors;
if(data6 !== null && data6 !== ""){
const _errs18 = errors;
if(errors === _errs18){
if(data6 && typeof data6 == "object" && !Array.isArray(data6)){
if(data6.memory_mb !== undefined){
let data7 = data6.memory_mb;
const _errs20 = errors;
if(data7 !== null && data7 !== ""){
const _errs21 = errors;
if(errors === _errs21){
if((typeof data7 == "number") && (isFinite(data7))){
if(data7 < 0 || isNaN(data7)){
validate0.errors = [{instancePath:instancePath+"/context/memory_mb",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
else {
validate0.errors = [{instancePath:instancePath+"/context/memory_mb",keyword:"type",params:{type: "number"},message:"must be number"}];
return false;
}
}
}
var valid7 = _errs20 === errors;
}
else {
var valid7 = true;
}
if(valid7){
if(data6.network !== undefined){
let data8 = data6.network;
const _errs23 = errors;
if(data8 !== null && data8 !== ""){
if(typeof data8 !== "string"){
validate0.errors = [{instancePath:instancePath+"/context/network",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
if(!((((data8 === "wifi") || (data8 === "cellular")) || (data8 === "ethernet")) || (data8 === "offline"))){
validate0.errors = [{instancePath:instancePath+"/context/network",keyword:"enum",params:{allowedValues: schema0.properties.context.else.properties.network.else.enum},message:"must be equal to one of the allowed values"}];
return false;
}
}
var valid7 = _errs23 === errors;
}
else {
var valid7 = true;
}
}
}
else {
validate0.errors = [{instancePath:instancePath+"/context",keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
}
var valid0 = _errs17 === errors;
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
else {
validate0.errors = [{instancePath,keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
validate0.errors = vErrors;
return errors === 0;
}

return validate0;
})();

const experiment_assigned_1_0: ValidateEventData = (() => {

const schema0 = {"type":"object","required":["experiment_id","variant_id"],"properties":{"experiment_id":{"type":"string"},"variant_id":{"type":"string"},"is_control":{"if":{"type":["null","string"],"maxLength":0},"else":{"type":"boolean"}}}};

function validate0(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if(((data.experiment_id === undefined) && (missing0 = "experiment_id")) || ((data.variant_id === undefined) && (missing0 = "variant_id"))){
validate0.errors = [{instancePath,keyword:"required",params:{missingProperty: missing0},message:"must have required property '"+missing0+"'"}];
return false;
}
else {
if(data.experiment_id !== undefined){
const _errs1 = errors;
if(typeof data.experiment_id !== "string"){
validate0.errors = [{instancePath:instancePath+"/experiment_id",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.variant_id !== undefined){
const _errs3 = errors;
if(typeof data.variant_id !== "string"){
validate0.errors = [{instancePath:instancePath+"/variant_id",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.is_control !== undefined){
let data2 = data.is_control;
const _errs5 = errors;
if(data2 !== null && data2 !== ""){
if(typeof data2 !== "boolean"){
validate0.errors = [{instancePath:instancePath+"/is_control",keyword:"type",params:{type: "boolean"},message:"must be boolean"}];
return false;
}
}
var valid0 = _errs5 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
else {
validate0.errors = [{instancePath,keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
validate0.errors = vErrors;
return errors === 0;
}

return validate0;
})();

const iap_transaction_1_0: ValidateEventData = (() => {

const schema0 = {"type":"object","required":["transaction_id","item_id","currency_type","currency_amount"],"properties":{"transaction_id":{"type":"string"},"item_id":{"type":"string"},"item_version":{"if":{"type":["null","string"],"maxLength":0},"else":{"type":["integer","string"]}},"item_amount":{"if":{"type":["null","string"],"maxLength":0},"else":{"type":"number","exclusiveMinimum":0}},"currency_type":{"type":"string"},"currency_amount":{"type":"number","minimum":0,"exclusiveMaximum":100000000000000},"country_id":{"if":{"type":["null","string"],"maxLength":0},"else":{"type":"string"}}}};

function validate0(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if(((((data.transaction_id === undefined) && (missing0 = "transaction_id")) || ((data.item_id === undefined) && (missing0 = "item_id"))) || ((data.currency_type === undefined) && (missing0 = "currency_type"))) || ((data.currency_amount === undefined) && (missing0 = "currency_amount"))){
validate0.errors = [{instancePath,keyword:"required",params:{missingProperty: missing0},message:"must have required property '"+missing0+"'"}];
return false;
}
else {
if(data.transaction_id !== undefined){
const _errs1 = errors;
if(typeof data.transaction_id !== "string"){
validate0.errors = [{instancePath:instancePath+"/transaction_id",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.item_id !== undefined){
const _errs3 = errors;
if(typeof data.item_id !== "string"){
validate0.errors = [{instancePath:instancePath+"/item_id",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.item_version !== undefined){
let data2 = data.item_version;
const _errs5 = errors;
if(data2 !== null && data2 !== ""){
if((!(((typeof data2 == "number") && (!(data2 % 1) && !isNaN(data2))) && (isFinite(data2)))) && (typeof data2 !== "string")){
validate0.errors = [{instancePath:instancePath+"/item_version",keyword:"type",params:{type: schema0.properties.item_version.else.type},message:"must be integer,string"}];
return false;
}
}
var valid0 = _errs5 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.item_amount !== undefined){
let data3 = data.item_amount;
const _errs8 = errors;
if(data3 !== null && data3 !== ""){
const _errs9 = errors;
if(errors === _errs9){
if((typeof data3 == "number") && (isFinite(data3))){
if(data3 <= 0 || isNaN(data3)){
validate0.errors = [{instancePath:instancePath+"/item_amount",keyword:"exclusiveMinimum",params:{comparison: ">", limit: 0},message:"must be > 0"}];
return false;
}
}
else {
validate0.errors = [{instancePath:instancePath+"/item_amount",keyword:"type",params:{type: "number"},message:"must be number"}];
return false;
}
}
}
var valid0 = _errs8 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.currency_type !== undefined){
const _errs11 = errors;
if(typeof data.currency_type !== "string"){
validate0.errors = [{instancePath:instancePath+"/currency_type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid0 = _errs11 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.currency_amount !== undefined){
let data5 = data.currency_amount;
const _errs13 = errors;
if(errors === _errs13){
if((typeof data5 == "number") && (isFinite(data5))){
if(data5 < 0 || isNaN(data5)){
validate0.errors = [{instancePath:instancePath+"/currency_amount",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
else {
if(data5 >= 100000000000000 || isNaN(data5)){
validate0.errors = [{instancePath:instancePath+"/currency_amount",keyword:"exclusiveMaximum",params:{comparison: "<", limit: 100000000000000},message:"must be < 100000000000000"}];
return false;
}
}
}
else {
validate0.errors = [{instancePath:instancePath+"/currency_amount",keyword:"type",params:{type: "number"},message:"must be number"}];
return false;
}
}
var valid0 = _errs13 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.country_id !== undefined){
let data6 = data.country_id;
const _errs15 = errors;
if(data6 !== null && data6 !== ""){
if(typeof data6 !== "string"){
validate0.errors = [{instancePath:instancePath+"/country_id",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
var valid0 = _errs15 === errors;
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
else {
validate0.errors = [{instancePath,keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
validate0.errors = vErrors;
return errors === 0;
}

return validate0;
})();

const item_acquired_1_0: ValidateEventData = (() => {

const schema0 = {"type":"object","required":["item_id","source"],"properties":{"item_id":{"type":"string"},"item_version":{"if":{"type":["null","string"],"maxLength":0},"else":{"type":["integer","string"]}},"quantity":{"if":{"type":["null","string"],"maxLength":0},"else":{"type":"integer","minimum":1,"exclusiveMaximum":9223372036854776000}},"source":{"type":"string"},"source_id":{"if":{"type":["null","string"],"maxLength":0},"else":{"type":"string"}},"item_rarity":{"if":{"type":["null","string"],"maxLength":0},"else":{"type":"string"}}}};

function validate0(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if(((data.item_id === undefined) && (missing0 = "item_id")) || ((data.source === undefined) && (missing0 = "source"))){
validate0.errors = [{instancePath,keyword:"required",params:{missingProperty: missing0},message:"must have required property '"+missing0+"'"}];
return false;
}
else {
if(data.item_id !== undefined){
const _errs1 = errors;
if(typeof data.item_id !== "string"){
validate0.errors = [{instancePath:instancePath+"/item_id",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.item_version !== undefined){
let data1 = data.item_version;
const _errs3 = errors;
if(data1 !== null && data1 !== ""){
if((!(((typeof data1 == "number") && (!(data1 % 1) && !isNaN(data1))) && (isFinite(data1)))) && (typeof data1 !== "string")){
validate0.errors = [{instancePath:instancePath+"/item_version",keyword:"type",params:{type: schema0.properties.item_version.else.type},message:"must be integer,string"}];
return false;
}
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.quantity !== undefined){
let data2 = data.quantity;
const _errs6 = errors;
if(data2 !== null && data2 !== ""){
const _errs7 = errors;
if(!(((typeof data2 == "number") && (!(data2 % 1) && !isNaN(data2))) && (isFinite(data2)))){
validate0.errors = [{instancePath:instancePath+"/quantity",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs7){
if((typeof data2 == "number") && (isFinite(data2))){
if(data2 < 1 || isNaN(data2)){
validate0.errors = [{instancePath:instancePath+"/quantity",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1"}];
return false;
}
else {
if(data2 >= 9223372036854776000 || isNaN(data2)){
validate0.errors = [{instancePath:instancePath+"/quantity",keyword:"exclusiveMaximum",params:{comparison: "<", limit: 9223372036854776000},message:"must be < 9223372036854776000"}];
return false;
}
}
}
}
}
var valid0 = _errs6 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.source !== undefined){
const _errs9 = errors;
if(typeof data.source !== "string"){
validate0.errors = [{instancePath:instancePath+"/source",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid0 = _errs9 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.source_id !== undefined){
let data4 = data.source_id;
const _errs11 = errors;
if(data4 !== null && data4 !== ""){
if(typeof data4 !== "string"){
validate0.errors = [{instancePath:instancePath+"/source_id",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
var valid0 = _errs11 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.item_rarity !== undefined){
let data5 = data.item_rarity;
const _errs14 = errors;
if(data5 !== null && data5 !== ""){
if(typeof data5 !== "string"){
validate0.errors = [{instancePath:instancePath+"/item_rarity",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
var valid0 = _errs14 === errors;
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
else {
validate0.errors = [{instancePath,keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
validate0.errors = vErrors;
return errors === 0;
}

return validate0;
})();

const item_viewed_1_0: ValidateEventData = (() => {

const schema0 = {"type":"object","required":["item_id"],"properties":{"item_id":{"type":"string"},"item_version":{"if":{"type":["null","string"],"maxLength":0},"else":{"type":["integer","string"]}}}};

function validate0(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((data.item_id === undefined) && (missing0 = "item_id")){
validate0.errors = [{instancePath,keyword:"required",params:{missingProperty: missing0},message:"must have required property '"+missing0+"'"}];
return false;
}
else {
if(data.item_id !== undefined){
const _errs1 = errors;
if(typeof data.item_id !== "string"){
validate0.errors = [{instancePath:instancePath+"/item_id",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.item_version !== undefined){
let data1 = data.item_version;
const _errs3 = errors;
if(data1 !== null && data1 !== ""){
if((!(((typeof data1 == "number") && (!(data1 % 1) && !isNaN(data1))) && (isFinite(data1)))) && (typeof data1 !== "string")){
validate0.errors = [{instancePath:instancePath+"/item_version",keyword:"type",params:{type: schema0.properties.item_version.else.type},message:"must be integer,string"}];
return false;
}
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
}
}
}
}
else {
validate0.errors = [{instancePath,keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
validate0.errors = vErrors;
return errors === 0;
}

return validate0;
})();

const level_completed_1_0: ValidateEventData = (() => {

const schema0 = {"type":"object","required":["level_id"],"properties":{"level_id":{"type":"string"},"level_version":{"if":{"type":["null","string"],"maxLength":0},"else":{"type":["integer","string"]}}}};

function validate0(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((data.level_id === undefined) && (missing0 = "level_id")){
validate0.errors = [{instancePath,keyword:"required",params:{missingProperty: missing0},message:"must have required property '"+missing0+"'"}];
return false;
}
else {
if(data.level_id !== undefined){
const _errs1 = errors;
if(typeof data.level_id !== "string"){
validate0.errors = [{instancePath:instancePath+"/level_id",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.level_version !== undefined){
let data1 = data.level_version;
const _errs3 = errors;
if(data1 !== null && data1 !== ""){
if((!(((typeof data1 == "number") && (!(data1 % 1) && !isNaN(data1))) && (isFinite(data1)))) && (typeof data1 !== "string")){
validate0.errors = [{instancePath:instancePath+"/level_version",keyword:"type",params:{type: schema0.properties.level_version.else.type},message:"must be integer,string"}];
return false;
}
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
}
}
}
}
else {
validate0.errors = [{instancePath,keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
validate0.errors = vErrors;
return errors === 0;
}

return validate0;
})();

const level_completed_1_1: ValidateEventData = (() => {

const schema0 = {"type":"object","required":["level_id"],"properties":{"level_id":{"type":"string"},"level_version":{"if":{"type":["null","string"],"maxLength":0},"else":{"type":["integer","string"]}},"duration_seconds":{"if":{"type":["null","string"],"maxLength":0},"else":{"type":"number","minimum":0}},"stars":{"if":{"type":["null","string"],"maxLength":0},"else":{"type":"integer","minimum":0,"maximum":5}}}};

function validate0(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((data.level_id === undefined) && (missing0 = "level_id")){
validate0.errors = [{instancePath,keyword:"required",params:{missingProperty: missing0},message:"must have required property '"+missing0+"'"}];
return false;
}
else {
if(data.level_id !== undefined){
const _errs1 = errors;
if(typeof data.level_id !== "string"){
validate0.errors = [{instancePath:instancePath+"/level_id",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.level_version !== undefined){
let data1 = data.level_version;
const _errs3 = errors;
if(data1 !== null && data1 !== ""){
if((!(((typeof data1 == "number") && (!(data1 % 1) && !isNaN(data1))) && (isFinite(data1)))) && (typeof data1 !== "string")){
validate0.errors = [{instancePath:instancePath+"/level_version",keyword:"type",params:{type: schema0.properties.level_version.else.type},message:"must be integer,string"}];
return false;
}
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.duration_seconds !== undefined){
let data2 = data.duration_seconds;
const _errs6 = errors;
if(data2 !== null && data2 !== ""){
const _errs7 = errors;
if(errors === _errs7){
if((typeof data2 == "number") && (isFinite(data2))){
if(data2 < 0 || isNaN(data2)){
validate0.errors = [{instancePath:instancePath+"/duration_seconds",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
else {
validate0.errors = [{instancePath:instancePath+"/duration_seconds",keyword:"type",params:{type: "number"},message:"must be number"}];
return false;
}
}
}
var valid0 = _errs6 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.stars !== undefined){
let data3 = data.stars;
const _errs9 = errors;
if(data3 !== null && data3 !== ""){
const _errs10 = errors;
if(!(((typeof data3 == "number") && (!(data3 % 1) && !isNaN(data3))) && (isFinite(data3)))){
validate0.errors = [{instancePath:instancePath+"/stars",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs10){
if((typeof data3 == "number") && (isFinite(data3))){
if(data3 > 5 || isNaN(data3)){
validate0.errors = [{instancePath:instancePath+"/stars",keyword:"maximum",params:{comparison: "<=", limit: 5},message:"must be <= 5"}];
return false;
}
else {
if(data3 < 0 || isNaN(data3)){
validate0.errors = [{instancePath:instancePath+"/stars",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
}
}
}
var valid0 = _errs9 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
else {
validate0.errors = [{instancePath,keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
validate0.errors = vErrors;
return errors === 0;
}

return validate0;
})();

const login_1_0: ValidateEventData = (() => {

const schema0 = {"type":"object","properties":{"platform":{"if":{"type":["null","string"],"maxLength":0},"else":{"type":"string"}},"last_login_time":{"if":{"type":["null","string"],"maxLength":0},"else":{"type":"number","minimum":0}}}};

function validate0(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.platform !== undefined){
let data0 = data.platform;
const _errs1 = errors;
if(data0 !== null && data0 !== ""){
if(typeof data0 !== "string"){
validate0.errors = [{instancePath:instancePath+"/platform",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.last_login_time !== undefined){
let data1 = data.last_login_time;
const _errs4 = errors;
if(data1 !== null && data1 !== ""){
const _errs5 = errors;
if(errors === _errs5){
if((typeof data1 == "number") && (isFinite(data1))){
if(data1 < 0 || isNaN(data1)){
validate0.errors = [{instancePath:instancePath+"/last_login_time",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
else {
validate0.errors = [{instancePath:instancePath+"/last_login_time",keyword:"type",params:{type: "number"},message:"must be number"}];
return false;
}
}
}
var valid0 = _errs4 === errors;
}
else {
var valid0 = true;
}
}
}
else {
validate0.errors = [{instancePath,keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
validate0.errors = vErrors;
return errors === 0;
}

return validate0;
})();

const logout_1_0: ValidateEventData = (() => {

const schema0 = {"type":"object","properties":{"last_screen_seen":{"if":{"type":["null","string"],"maxLength":0},"else":{"type":"string"}}}};

function validate0(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.last_screen_seen !== undefined){
let data0 = data.last_screen_seen;
if(data0 !== null && data0 !== ""){
if(typeof data0 !== "string"){
validate0.errors = [{instancePath:instancePath+"/last_screen_seen",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
}
}
else {
validate0.errors = [{instancePath,keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
validate0.errors = vErrors;
return errors === 0;
}

return validate0;
})();

const lootbox_opened_1_0: ValidateEventData = (() => {

const schema0 = {"type":"object","required":["lootbox_id","item_id"],"properties":{"lootbox_id":{"type":"string"},"lootbox_cost":{"if":{"type":["null","string"],"maxLength":0},"else":{"type":"number","minimum":0,"exclusiveMaximum":100000000000000}},"item_rarity":{"if":{"type":["null","string"],"maxLength":0},"else":{"type":"string"}},"item_id":{"type":"string"},"item_version":{"if":{"type":["null","string"],"maxLength":0},"else":{"type":["integer","string"]}},"item_cost":{"if":{"type":["null","string"],"maxLength":0},"else":{"type":"number","minimum":0,"exclusiveMaximum":100000000000000}}}};

function validate0(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if(((data.lootbox_id === undefined) && (missing0 = "lootbox_id")) || ((data.item_id === undefined) && (missing0 = "item_id"))){
validate0.errors = [{instancePath,keyword:"required",params:{missingProperty: missing0},message:"must have required property '"+missing0+"'"}];
return false;
}
else {
if(data.lootbox_id !== undefined){
const _errs1 = errors;
if(typeof data.lootbox_id !== "string"){
validate0.errors = [{instancePath:instancePath+"/lootbox_id",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.lootbox_cost !== undefined){
let data1 = data.lootbox_cost;
const _errs3 = errors;
if(data1 !== null && data1 !== ""){
const _errs4 = errors;
if(errors === _errs4){
if((typeof data1 == "number") && (isFinite(data1))){
if(data1 < 0 || isNaN(data1)){
validate0.errors = [{instancePath:instancePath+"/lootbox_cost",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
else {
if(data1 >= 100000000000000 || isNaN(data1)){
validate0.errors = [{instancePath:instancePath+"/lootbox_cost",keyword:"exclusiveMaximum",params:{comparison: "<", limit: 100000000000000},message:"must be < 100000000000000"}];
return false;
}
}
}
else {
validate0.errors = [{instancePath:instancePath+"/lootbox_cost",keyword:"type",params:{type: "number"},message:"must be number"}];
return false;
}
}
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.item_rarity !== undefined){
let data2 = data.item_rarity;
const _errs6 = errors;
if(data2 !== null && data2 !== ""){
if(typeof data2 !== "string"){
validate0.errors = [{instancePath:instancePath+"/item_rarity",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
var valid0 = _errs6 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.item_id !== undefined){
const _errs9 = errors;
if(typeof data.item_id !== "string"){
validate0.errors = [{instancePath:instancePath+"/item_id",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid0 = _errs9 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.item_version !== undefined){
let data4 = data.item_version;
const _errs11 = errors;
if(data4 !== null && data4 !== ""){
if((!(((typeof data4 == "number") && (!(data4 % 1) && !isNaN(data4))) && (isFinite(data4)))) && (typeof data4 !== "string")){
validate0.errors = [{instancePath:instancePath+"/item_version",keyword:"type",params:{type: schema0.properties.item_version.else.type},message:"must be integer,string"}];
return false;
}
}
var valid0 = _errs11 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.item_cost !== undefined){
let data5 = data.item_cost;
const _errs14 = errors;
if(data5 !== null && data5 !== ""){
const _errs15 = errors;
if(errors === _errs15){
if((typeof data5 == "number") && (isFinite(data5))){
if(data5 < 0 || isNaN(data5)){
validate0.errors = [{instancePath:instancePath+"/item_cost",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
else {
if(data5 >= 100000000000000 || isNaN(data5)){
validate0.errors = [{instancePath:instancePath+"/item_cost",keyword:"exclusiveMaximum",params:{comparison: "<", limit: 100000000000000},message:"must be < 100000000000000"}];
return false;
}
}
}
else {
validate0.errors = [{instancePath:instancePath+"/item_cost",keyword:"type",params:{type: "number"},message:"must be number"}];
return false;
}
}
}
var valid0 = _errs14 === errors;
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
else {
validate0.errors = [{instancePath,keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
validate0.errors = vErrors;
return errors === 0;
}

return validate0;
})();

const match_end_1_0: ValidateEventData = (() => {

const schema0 = {"type":"object","required":["match_id","match_result_type"],"properties":{"match_id":{"type":"string"},"map_id":{"if":{"type":["null","string"],"maxLength":0},"else":{"type":"string"}},"match_result_type":{"type":"string"},"exp_gained":{"if":{"type":["null","string"],"maxLength":0},"else":{"type":"number"}},"most_used_spell":{"if":{"type":["null","string"],"maxLength":0},"else":{"type":"string"}}}};

function validate0(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if(((data.match_id === undefined) && (missing0 = "match_id")) || ((data.match_result_type === undefined) && (missing0 = "match_result_type"))){
validate0.errors = [{instancePath,keyword:"required",params:{missingProperty: missing0},message:"must have required property '"+missing0+"'"}];
return false;
}
else {
if(data.match_id !== undefined){
const _errs1 = errors;
if(typeof data.match_id !== "string"){
validate0.errors = [{instancePath:instancePath+"/match_id",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.map_id !== undefined){
let data1 = data.map_id;
const _errs3 = errors;
if(data1 !== null && data1 !== ""){
if(typeof data1 !== "string"){
validate0.errors = [{instancePath:instancePath+"/map_id",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.match_result_type !== undefined){
const _errs6 = errors;
if(typeof data.match_result_type !== "string"){
validate0.errors = [{instancePath:instancePath+"/match_result_type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid0 = _errs6 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.exp_gained !== undefined){
let data3 = data.exp_gained;
const _errs8 = errors;
if(data3 !== null && data3 !== ""){
if(!((typeof data3 == "number") && (isFinite(data3)))){
validate0.errors = [{instancePath:instancePath+"/exp_gained",keyword:"type",params:{type: "number"},message:"must be number"}];
return false;
}
}
var valid0 = _errs8 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.most_used_spell !== undefined){
let data4 = data.most_used_spell;
const _errs11 = errors;
if(data4 !== null && data4 !== ""){
if(typeof data4 !== "string"){
validate0.errors = [{instancePath:instancePath+"/most_used_spell",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
var valid0 = _errs11 === errors;
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
else {
validate0.errors = [{instancePath,keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
validate0.errors = vErrors;
return errors === 0;
}

return validate0;
})();

const match_start_1_0: ValidateEventData = (() => {

const schema0 = {"type":"object","required":["match_id"],"properties":{"match_id":{"type":"string"},"map_id":{"if":{"type":["null","string"],"maxLength":0},"else":{"type":"string"}}}};

function validate0(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((data.match_id === undefined) && (missing0 = "match_id")){
validate0.errors = [{instancePath,keyword:"required",params:{missingProperty: missing0},message:"must have required property '"+missing0+"'"}];
return false;
}
else {
if(data.match_id !== undefined){
const _errs1 = errors;
if(typeof data.match_id !== "string"){
validate0.errors = [{instancePath:instancePath+"/match_id",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.map_id !== undefined){
let data1 = data.map_id;
const _errs3 = errors;
if(data1 !== null && data1 !== ""){
if(typeof data1 !== "string"){
validate0.errors = [{instancePath:instancePath+"/map_id",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
}
}
}
}
else {
validate0.errors = [{instancePath,keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
validate0.errors = vErrors;
return errors === 0;
}

return validate0;
})();

const matchmaking_complete_1_0: ValidateEventData = (() => {

const schema0 = {"type":"object","required":["match_id"],"properties":{"match_id":{"type":"string"},"match_type":{"if":{"type":["null","string"],"maxLength":0},"else":{"type":"string"}},"matched_slots":{"if":{"type":["null","string"],"maxLength":0},"else":{"type":"number","minimum":0}}}};

function validate0(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((data.match_id === undefined) && (missing0 = "match_id")){
validate0.errors = [{instancePath,keyword:"required",params:{missingProperty: missing0},message:"must have required property '"+missing0+"'"}];
return false;
}
else {
if(data.match_id !== undefined){
const _errs1 = errors;
if(typeof data.match_id !== "string"){
validate0.errors = [{instancePath:instancePath+"/match_id",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.match_type !== undefined){
let data1 = data.match_type;
const _errs3 = errors;
if(data1 !== null && data1 !== ""){
if(typeof data1 !== "string"){
validate0.errors = [{instancePath:instancePath+"/match_type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.matched_slots !== undefined){
let data2 = data.matched_slots;
const _errs6 = errors;
if(data2 !== null && data2 !== ""){
const _errs7 = errors;
if(errors === _errs7){
if((typeof data2 == "number") && (isFinite(data2))){
if(data2 < 0 || isNaN(data2)){
validate0.errors = [{instancePath:instancePath+"/matched_slots",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
else {
validate0.errors = [{instancePath:instancePath+"/matched_slots",keyword:"type",params:{type: "number"},message:"must be number"}];
return false;
}
}
}
var valid0 = _errs6 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
else {
validate0.errors = [{instancePath,keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
validate0.errors = vErrors;
return errors === 0;
}

return validate0;
})();

const matchmaking_failed_1_0: ValidateEventData = (() => {

const schema0 = {"type":"object","required":["match_id"],"properties":{"match_id":{"type":"string"},"match_type":{"if":{"type":["null","string"],"maxLength":0},"else":{"type":"string"}},"matched_slots":{"if":{"type":["null","string"],"maxLength":0},"else":{"type":"number","minimum":0}},"matching_failed_msg":{"if":{"type":["null","string"],"maxLength":0},"else":{"type":"string"}}}};

function validate0(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((data.match_id === undefined) && (missing0 = "match_id")){
validate0.errors = [{instancePath,keyword:"required",params:{missingProperty: missing0},message:"must have required property '"+missing0+"'"}];
return false;
}
else {
if(data.match_id !== undefined){
const _errs1 = errors;
if(typeof data.match_id !== "string"){
validate0.errors = [{instancePath:instancePath+"/match_id",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.match_type !== undefined){
let data1 = data.match_type;
const _errs3 = errors;
if(data1 !== null && data1 !== ""){
if(typeof data1 !== "string"){
validate0.errors = [{instancePath:instancePath+"/match_type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.matched_slots !== undefined){
let data2 = data.matched_slots;
const _errs6 = errors;
if(data2 !== null && data2 !== ""){
const _errs7 = errors;
if(errors === _errs7){
if((typeof data2 == "number") && (isFinite(data2))){
if(data2 < 0 || isNaN(data2)){
validate0.errors = [{instancePath:instancePath+"/matched_slots",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
else {
validate0.errors = [{instancePath:instancePath+"/matched_slots",keyword:"type",params:{type: "number"},message:"must be number"}];
return false;
}
}
}
var valid0 = _errs6 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.matching_failed_msg !== undefined){
let data3 = data.matching_failed_msg;
const _errs9 = errors;
if(data3 !== null && data3 !== ""){
if(typeof data3 !== "string"){
validate0.errors = [{instancePath:instancePath+"/matching_failed_msg",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
var valid0 = _errs9 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
else {
validate0.errors = [{instancePath,keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
validate0.errors = vErrors;
return errors === 0;
}

return validate0;
})();

const matchmaking_start_1_0: ValidateEventData = (() => {

const schema0 = {"type":"object","required":["match_id"],"properties":{"match_id":{"type":"string"},"match_type":{"if":{"type":["null","string"],"maxLength":0},"else":{"type":"string"}}}};

function validate0(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((data.match_id === undefined) && (missing0 = "match_id")){
validate0.errors = [{instancePath,keyword:"required",params:{missingProperty: missing0},message:"must have required property '"+missing0+"'"}];
return false;
}
else {
if(data.match_id !== undefined){
const _errs1 = errors;
if(typeof data.match_id !== "string"){
validate0.errors = [{instancePath:instancePath+"/match_id",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.match_type !== undefined){
let data1 = data.match_type;
const _errs3 = errors;
if(data1 !== null && data1 !== ""){
if(typeof data1 !== "string"){
validate0.errors = [{instancePath:instancePath+"/match_type",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
}
}
}
}
else {
validate0.errors = [{instancePath,keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
validate0.errors = vErrors;
return errors === 0;
}

return validate0;
})();

const session_end_1_0: ValidateEventData = (() => {

const schema0 = {"type":"object","required":["duration_seconds"],"properties":{"duration_seconds":{"type":"number","minimum":0},"end_reason":{"if":{"type":["null","string"],"maxLength":0},"else":{"type":"string","enum":["quit","background","timeout","disconnect","crash"]}}}};

function validate0(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((data.duration_seconds === undefined) && (missing0 = "duration_seconds")){
validate0.errors = [{instancePath,keyword:"required",params:{missingProperty: missing0},message:"must have required property '"+missing0+"'"}];
return false;
}
else {
if(data.duration_seconds !== undefined){
let data0 = data.duration_seconds;
const _errs1 = errors;
if(errors === _errs1){
if((typeof data0 == "number") && (isFinite(data0))){
if(data0 < 0 || isNaN(data0)){
validate0.errors = [{instancePath:instancePath+"/duration_seconds",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0"}];
return false;
}
}
else {
validate0.errors = [{instancePath:instancePath+"/duration_seconds",keyword:"type",params:{type: "number"},message:"must be number"}];
return false;
}
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.end_reason !== undefined){
let data1 = data.end_reason;
const _errs3 = errors;
if(data1 !== null && data1 !== ""){
if(typeof data1 !== "string"){
validate0.errors = [{instancePath:instancePath+"/end_reason",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
if(!(((((data1 === "quit") || (data1 === "background")) || (data1 === "timeout")) || (data1 === "disconnect")) || (data1 === "crash"))){
validate0.errors = [{instancePath:instancePath+"/end_reason",keyword:"enum",params:{allowedValues: schema0.properties.end_reason.else.enum},message:"must be equal to one of the allowed values"}];
return false;
}
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
}
}
}
}
else {
validate0.errors = [{instancePath,keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
validate0.errors = vErrors;
return errors === 0;
}

return validate0;
})();

const session_start_1_0: ValidateEventData = (() => {

const schema0 = {"type":"object","properties":{"session_number":{"if":{"type":["null","string"],"maxLength":0},"else":{"type":"integer","minimum":1,"exclusiveMaximum":9223372036854776000}},"start_reason":{"if":{"type":["null","string"],"maxLength":0},"else":{"type":"string","enum":["launch","resume","reconnect","deep_link","push_notification"]}},"device_model":{"if":{"type":["null","string"],"maxLength":0},"else":{"type":"string"}},"os_version":{"if":{"type":["null","string"],"maxLength":0},"else":{"type":"string"}},"language":{"if":{"type":["null","string"],"maxLength":0},"else":{"type":"string","pattern":"^[A-Za-z]{2,3}([_-][A-Za-z0-9]{2,8})*$"}}}};
const pattern0 = new RegExp("^[A-Za-z]{2,3}([_-][A-Za-z0-9]{2,8})*$", "u");

function validate0(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.session_number !== undefined){
let data0 = data.session_number;
const _errs1 = errors;
if(data0 !== null && data0 !== ""){
const _errs2 = errors;
if(!(((typeof data0 == "number") && (!(data0 % 1) && !isNaN(data0))) && (isFinite(data0)))){
validate0.errors = [{instancePath:instancePath+"/session_number",keyword:"type",params:{type: "integer"},message:"must be integer"}];
return false;
}
if(errors === _errs2){
if((typeof data0 == "number") && (isFinite(data0))){
if(data0 < 1 || isNaN(data0)){
validate0.errors = [{instancePath:instancePath+"/session_number",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1"}];
return false;
}
else {
if(data0 >= 9223372036854776000 || isNaN(data0)){
validate0.errors = [{instancePath:instancePath+"/session_number",keyword:"exclusiveMaximum",params:{comparison: "<", limit: 9223372036854776000},message:"must be < 9223372036854776000"}];
return false;
}
}
}
}
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.start_reason !== undefined){
let data1 = data.start_reason;
const _errs4 = errors;
if(data1 !== null && data1 !== ""){
if(typeof data1 !== "string"){
validate0.errors = [{instancePath:instancePath+"/start_reason",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
if(!(((((data1 === "launch") || (data1 === "resume")) || (data1 === "reconnect")) || (data1 === "deep_link")) || (data1 === "push_notification"))){
validate0.errors = [{instancePath:instancePath+"/start_reason",keyword:"enum",params:{allowedValues: schema0.properties.start_reason.else.enum},message:"must be equal to one of the allowed values"}];
return false;
}
}
var valid0 = _errs4 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.device_model !== undefined){
let data2 = data.device_model;
const _errs7 = errors;
if(data2 !== null && data2 !== ""){
if(typeof data2 !== "string"){
validate0.errors = [{instancePath:instancePath+"/device_model",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
var valid0 = _errs7 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.os_version !== undefined){
let data3 = data.os_version;
const _errs10 = errors;
if(data3 !== null && data3 !== ""){
if(typeof data3 !== "string"){
validate0.errors = [{instancePath:instancePath+"/os_version",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
var valid0 = _errs10 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.language !== undefined){
let data4 = data.language;
const _errs13 = errors;
if(data4 !== null && data4 !== ""){
const _errs14 = errors;
if(errors === _errs14){
if(typeof data4 === "string"){
if(!pattern0.test(data4)){
validate0.errors = [{instancePath:instancePath+"/language",keyword:"pattern",params:{pattern: "^[A-Za-z]{2,3}([_-][A-Za-z0-9]{2,8})*$"},message:"must match pattern \""+"^[A-Za-z]{2,3}([_-][A-Za-z0-9]{2,8})*$"+"\""}];
return false;
}
}
else {
validate0.errors = [{instancePath:instancePath+"/language",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
}
var valid0 = _errs13 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
else {
validate0.errors = [{instancePath,keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
validate0.errors = vErrors;
return errors === 0;
}

return validate0;
})();

const tutorial_progression_1_0: ValidateEventData = (() => {

const schema0 = {"type":"object","required":["tutorial_screen_id"],"properties":{"tutorial_screen_id":{"type":"string"},"tutorial_screen_version":{"if":{"type":["null","string"],"maxLength":0},"else":{"type":["integer","string"]}}}};

function validate0(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((data.tutorial_screen_id === undefined) && (missing0 = "tutorial_screen_id")){
validate0.errors = [{instancePath,keyword:"required",params:{missingProperty: missing0},message:"must have required property '"+missing0+"'"}];
return false;
}
else {
if(data.tutorial_screen_id !== undefined){
const _errs1 = errors;
if(typeof data.tutorial_screen_id !== "string"){
validate0.errors = [{instancePath:instancePath+"/tutorial_screen_id",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.tutorial_screen_version !== undefined){
let data1 = data.tutorial_screen_version;
const _errs3 = errors;
if(data1 !== null && data1 !== ""){
if((!(((typeof data1 == "number") && (!(data1 % 1) && !isNaN(data1))) && (isFinite(data1)))) && (typeof data1 !== "string")){
validate0.errors = [{instancePath:instancePath+"/tutorial_screen_version",keyword:"type",params:{type: schema0.properties.tutorial_screen_version.else.type},message:"must be integer,string"}];
return false;
}
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
}
}
}
}
else {
validate0.errors = [{instancePath,keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
validate0.errors = vErrors;
return errors === 0;
}

return validate0;
})();

const user_knockout_1_0: ValidateEventData = (() => {

const schema0 = {"type":"object","required":["match_id"],"properties":{"match_id":{"type":"string"},"map_id":{"if":{"type":["null","string"],"maxLength":0},"else":{"type":"string"}},"spell_id":{"if":{"type":["null","string"],"maxLength":0},"else":{"type":"string"}},"exp_gained":{"if":{"type":["null","string"],"maxLength":0},"else":{"type":"number"}}}};

function validate0(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((data.match_id === undefined) && (missing0 = "match_id")){
validate0.errors = [{instancePath,keyword:"required",params:{missingProperty: missing0},message:"must have required property '"+missing0+"'"}];
return false;
}
else {
if(data.match_id !== undefined){
const _errs1 = errors;
if(typeof data.match_id !== "string"){
validate0.errors = [{instancePath:instancePath+"/match_id",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.map_id !== undefined){
let data1 = data.map_id;
const _errs3 = errors;
if(data1 !== null && data1 !== ""){
if(typeof data1 !== "string"){
validate0.errors = [{instancePath:instancePath+"/map_id",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.spell_id !== undefined){
let data2 = data.spell_id;
const _errs6 = errors;
if(data2 !== null && data2 !== ""){
if(typeof data2 !== "string"){
validate0.errors = [{instancePath:instancePath+"/spell_id",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
var valid0 = _errs6 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.exp_gained !== undefined){
let data3 = data.exp_gained;
const _errs9 = errors;
if(data3 !== null && data3 !== ""){
if(!((typeof data3 == "number") && (isFinite(data3)))){
validate0.errors = [{instancePath:instancePath+"/exp_gained",keyword:"type",params:{type: "number"},message:"must be number"}];
return false;
}
}
var valid0 = _errs9 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
else {
validate0.errors = [{instancePath,keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
validate0.errors = vErrors;
return errors === 0;
}

return validate0;
})();

const user_rank_up_1_0: ValidateEventData = (() => {

const schema0 = {"type":"object","required":["user_rank_reached"],"properties":{"user_rank_reached":{"type":"string"}}};

function validate0(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((data.user_rank_reached === undefined) && (missing0 = "user_rank_reached")){
validate0.errors = [{instancePath,keyword:"required",params:{missingProperty: missing0},message:"must have required property '"+missing0+"'"}];
return false;
}
else {
if(data.user_rank_reached !== undefined){
if(typeof data.user_rank_reached !== "string"){
validate0.errors = [{instancePath:instancePath+"/user_rank_reached",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
}
}
else {
validate0.errors = [{instancePath,keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
validate0.errors = vErrors;
return errors === 0;
}

return validate0;
})();

const user_registration_1_0: ValidateEventData = (() => {

const schema0 = {"type":"object","properties":{"country_id":{"if":{"type":["null","string"],"maxLength":0},"else":{"type":"string"}},"platform":{"if":{"type":["null","string"],"maxLength":0},"else":{"type":"string"}}}};

function validate0(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.country_id !== undefined){
let data0 = data.country_id;
const _errs1 = errors;
if(data0 !== null && data0 !== ""){
if(typeof data0 !== "string"){
validate0.errors = [{instancePath:instancePath+"/country_id",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.platform !== undefined){
let data1 = data.platform;
const _errs4 = errors;
if(data1 !== null && data1 !== ""){
if(typeof data1 !== "string"){
validate0.errors = [{instancePath:instancePath+"/platform",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
}
var valid0 = _errs4 === errors;
}
else {
var valid0 = true;
}
}
}
else {
validate0.errors = [{instancePath,keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
validate0.errors = vErrors;
return errors === 0;
}

return validate0;
})();

const user_report_1_0: ValidateEventData = (() => {

const schema0 = {"type":"object","required":["report_id","report_reason"],"properties":{"report_id":{"type":"string"},"report_reason":{"type":"string"}}};

function validate0(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if(((data.report_id === undefined) && (missing0 = "report_id")) || ((data.report_reason === undefined) && (missing0 = "report_reason"))){
validate0.errors = [{instancePath,keyword:"required",params:{missingProperty: missing0},message:"must have required property '"+missing0+"'"}];
return false;
}
else {
if(data.report_id !== undefined){
const _errs1 = errors;
if(typeof data.report_id !== "string"){
validate0.errors = [{instancePath:instancePath+"/report_id",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.report_reason !== undefined){
const _errs3 = errors;
if(typeof data.report_reason !== "string"){
validate0.errors = [{instancePath:instancePath+"/report_reason",keyword:"type",params:{type: "string"},message:"must be string"}];
return false;
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
}
}
}
}
else {
validate0.errors = [{instancePath,keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
validate0.errors = vErrors;
return errors === 0;
}

return validate0;
})();

const user_sentiment_1_0: ValidateEventData = (() => {

const schema0 = {"type":"object","required":["user_rating"],"properties":{"user_rating":{"type":"number"}}};

function validate0(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((data.user_rating === undefined) && (missing0 = "user_rating")){
validate0.errors = [{instancePath,keyword:"required",params:{missingProperty: missing0},message:"must have required property '"+missing0+"'"}];
return false;
}
else {
if(data.user_rating !== undefined){
let data0 = data.user_rating;
if(!((typeof data0 == "number") && (isFinite(data0)))){
validate0.errors = [{instancePath:instancePath+"/user_rating",keyword:"type",params:{type: "number"},message:"must be number"}];
return false;
}
}
}
}
else {
validate0.errors = [{instancePath,keyword:"type",params:{type: "object"},message:"must be object"}];
return false;
}
}
validate0.errors = vErrors;
return errors === 0;
}

return validate0;
})();

/** By event type; versions ascending. */
export const eventSchemas: ReadonlyMap<string, readonly EventSchemaVersion[]> = new Map([
  ["ad_impression", [{ major: 1, minor: 0, validate: ad_impression_1_0 }]],
  ["client_latency", [{ major: 1, minor: 0, validate: client_latency_1_0 }]],
  ["currency_earned", [{ major: 1, minor: 0, validate: currency_earned_1_0 }]],
  ["currency_spent", [{ major: 1, minor: 0, validate: currency_spent_1_0 }]],
  ["dota2_buyback", [{ major: 1, minor: 0, validate: dota2_buyback_1_0 }]],
  ["dota2_item_purchased", [{ major: 1, minor: 0, validate: dota2_item_purchased_1_0 }]],
  ["dota2_objective", [{ major: 1, minor: 0, validate: dota2_objective_1_0 }]],
  ["dota2_player_kill", [{ major: 1, minor: 0, validate: dota2_player_kill_1_0 }]],
  ["dota2_player_snapshot", [{ major: 1, minor: 0, validate: dota2_player_snapshot_1_0 }]],
  ["dota2_rune_picked", [{ major: 1, minor: 0, validate: dota2_rune_picked_1_0 }]],
  ["dota2_teamfight", [{ major: 1, minor: 0, validate: dota2_teamfight_1_0 }]],
  ["dota2_ward_placed", [{ major: 1, minor: 0, validate: dota2_ward_placed_1_0 }]],
  ["error", [{ major: 1, minor: 0, validate: error_1_0 }]],
  ["experiment_assigned", [{ major: 1, minor: 0, validate: experiment_assigned_1_0 }]],
  ["iap_transaction", [{ major: 1, minor: 0, validate: iap_transaction_1_0 }]],
  ["item_acquired", [{ major: 1, minor: 0, validate: item_acquired_1_0 }]],
  ["item_viewed", [{ major: 1, minor: 0, validate: item_viewed_1_0 }]],
  ["level_completed", [{ major: 1, minor: 0, validate: level_completed_1_0 }, { major: 1, minor: 1, validate: level_completed_1_1 }]],
  ["level_failed", [{ major: 1, minor: 0, validate: level_completed_1_0 }]],
  ["level_started", [{ major: 1, minor: 0, validate: level_completed_1_0 }]],
  ["login", [{ major: 1, minor: 0, validate: login_1_0 }]],
  ["logout", [{ major: 1, minor: 0, validate: logout_1_0 }]],
  ["lootbox_opened", [{ major: 1, minor: 0, validate: lootbox_opened_1_0 }]],
  ["match_end", [{ major: 1, minor: 0, validate: match_end_1_0 }]],
  ["match_start", [{ major: 1, minor: 0, validate: match_start_1_0 }]],
  ["matchmaking_complete", [{ major: 1, minor: 0, validate: matchmaking_complete_1_0 }]],
  ["matchmaking_failed", [{ major: 1, minor: 0, validate: matchmaking_failed_1_0 }]],
  ["matchmaking_start", [{ major: 1, minor: 0, validate: matchmaking_start_1_0 }]],
  ["session_end", [{ major: 1, minor: 0, validate: session_end_1_0 }]],
  ["session_start", [{ major: 1, minor: 0, validate: session_start_1_0 }]],
  ["tutorial_progression", [{ major: 1, minor: 0, validate: tutorial_progression_1_0 }]],
  ["user_knockout", [{ major: 1, minor: 0, validate: user_knockout_1_0 }]],
  ["user_rank_up", [{ major: 1, minor: 0, validate: user_rank_up_1_0 }]],
  ["user_registration", [{ major: 1, minor: 0, validate: user_registration_1_0 }]],
  ["user_report", [{ major: 1, minor: 0, validate: user_report_1_0 }]],
  ["user_sentiment", [{ major: 1, minor: 0, validate: user_sentiment_1_0 }]],
]);
